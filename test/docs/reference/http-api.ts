import { table } from '../../support/held-doc.ts';

/** What of an OpenAPI description the reference tells. */
export interface ApiDescription {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

interface Operation {
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly description?: string }[];
}

export function routesTable({ paths }: ApiDescription): string {
  const rows = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { summary = '', tags = [] }]) => [
      `\`${method.toUpperCase()} ${path}\``,
      tags.join(', '),
      summary,
    ]),
  );
  return table(['route', 'for', 'what it does'], rows);
}

/** Of the route that has most. */
export function headersTable({ paths }: ApiDescription): string {
  const { parameters = [] } = paths['/endpoints/{name}/invocations']?.['post'] ?? {};
  const rows = parameters
    .filter((each) => each.in === 'header')
    .map(({ name, description = '' }) => [`\`${name}\``, description]);
  return table(['request header', 'what it says'], rows);
}
