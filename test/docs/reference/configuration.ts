import { expectation } from '../../../src/config/expectation.ts';
import { recordOf, type SchemaNode, typesOf } from '../../../src/config/schema-node.ts';
import { table } from '../../support/held-doc.ts';

/** A mapping of the config, in which options stand. */
interface Section {
  /** Its place: `endpoints.NAME.upstream`, with the `type` that it is for, where there are several. */
  readonly title: string;
  readonly schema: SchemaNode;
}

/** The chapter that tells of a mapping: what is the same in two places is told in the first. */
type TitleOf = (schema: SchemaNode) => string | undefined;

const UNITS = [
  [/Ms$/, 'ms'],
  [/Seconds$/, 's'],
  [/Bytes$/, 'bytes'],
] as const;

/** Every option below a schema: a chapter a mapping, a row an option. */
export function configurationReference(schema: SchemaNode): string {
  const sections = Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => [...sectionsIn(key, inner)]);
  const known = new Map<string, string>();
  for (const {
    schema: { properties },
    title,
  } of sections)
    if (!known.has(shapeOf(properties))) known.set(shapeOf(properties), title);
  const titleOf: TitleOf = ({ properties }) => known.get(shapeOf(properties));
  return sections
    .filter((section) => titleOf(section.schema) === section.title)
    .map((section) => chapter(section, titleOf))
    .join('\n');
}

function* sectionsIn(title: string, schema: SchemaNode): Generator<Section> {
  const entry = recordOf(schema)?.[1];
  if (entry !== undefined) yield* sectionsIn(`${title}.NAME`, entry);
  if (schema.properties !== undefined) yield { title, schema };
  for (const [key, inner] of Object.entries(schema.properties ?? {})) yield* sectionsIn(`${title}.${key}`, inner);
  for (const branch of schema.anyOf ?? [])
    if (branch.properties !== undefined) yield* sectionsIn(branchTitle(title, branch), branch);
}

function branchTitle(title: string, branch: SchemaNode): string {
  const type = branch.properties?.['type']?.const;
  return type === undefined ? title : `${title}: ${type}`;
}

function chapter({ title, schema }: Section, titleOf: TitleOf): string {
  const { description } = schema.properties?.['type'] ?? schema;
  const rows = Object.entries(schema.properties ?? {}).map(([key, option]) => [
    `\`${key}\``,
    takes(`${title}.${key}`, option, titleOf),
    UNITS.find(([name]) => name.test(key))?.[1] ?? '',
    byDefault(key, option, schema),
    cell(option.description ?? ''),
  ]);
  const head = table(['option', 'takes', 'unit', 'default', 'what it is'], rows);
  return `### ${title}\n\n${description === undefined ? '' : `${description}\n\n`}${head}`;
}

function takes(title: string, option: SchemaNode, titleOf: TitleOf): string {
  if (option.properties !== undefined) return link(titleOf(option) ?? title);
  const entry = recordOf(option)?.[1];
  if (entry !== undefined) return `entries by name: ${link(titleOf(entry) ?? `${title}.NAME`)}`;
  if (typesOf(option) !== undefined)
    return `one of ${option.anyOf?.map((branch) => link(titleOf(branch) ?? branchTitle(title, branch))).join(', ')}`;
  if (option.anyOf?.some((branch) => branch.properties !== undefined) === true)
    return option.anyOf
      .map((branch) => (branch.properties === undefined ? plain(branch) : link(titleOf(branch) ?? title)))
      .join(' or ');
  return plain(option);
}

function plain(option: SchemaNode): string {
  const { items } = option;
  if (option.title === undefined && items !== undefined) return `a list of: ${cell(expectation(items))}`;
  const open = option.type ?? option.enum ?? option.const ?? option.anyOf ?? option.title;
  return open === undefined ? 'any JSON' : cell(expectation(option));
}

function byDefault(key: string, { default: value, properties }: SchemaNode, { required = [] }: SchemaNode): string {
  if (properties !== undefined) return value === undefined && !required.includes(key) ? 'none' : '';
  if (value !== undefined) return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
  return required.includes(key) ? '**required**' : 'none';
}

function shapeOf(properties: SchemaNode['properties']): string {
  return JSON.stringify(properties);
}

function link(title: string): string {
  return `[${title}](#${title.toLowerCase().replaceAll(/[.:]/g, '').replaceAll(' ', '-')})`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/<([\w ]+)>/g, '&lt;$1&gt;');
}
