import { ConfigSchema } from './config-schema.ts';
import { isMapping, type Mapping } from './schema-node.ts';

/** The JSON Schema of a config file, for editors: docs/config.schema.json is its text. */
export function configJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Tidegate configuration',
    ...asWritten({ ...ConfigSchema }),
  };
}

/** The options require what they have a default for; a file does not have to have it. */
function asWritten(schema: Mapping): Mapping {
  const { required, properties } = schema;
  const copy = Object.fromEntries(Object.entries(schema).map(([key, inner]) => [key, inside(inner)]));
  if (!Array.isArray(required) || !isMapping(properties)) return copy;
  return { ...copy, required: required.filter((key: string) => !hasDefault(properties[key])) };
}

function inside(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inside);
  return isMapping(value) ? asWritten(value) : value;
}

function hasDefault(schema: unknown): boolean {
  return isMapping(schema) && schema['default'] !== undefined;
}
