import { branchFor, isMapping, type Mapping, own, recordOf, type SchemaNode } from './schema-node.ts';

/** A frozen copy of a valid value with the schema's defaults put in wherever it leaves something out. */
export function fill(schema: SchemaNode, value: unknown): unknown {
  const meant = branchFor(schema, value);
  const entry = recordOf(meant)?.[1];
  if (isMapping(value) && meant.properties !== undefined) return fillObject(meant.properties, value);
  if (isMapping(value) && entry !== undefined)
    return frozen(Object.entries(value).map(([key, inner]) => [key, fill(entry, inner)]));
  return Array.isArray(value) ? Object.freeze([...value]) : value;
}

/** In the schema's order, so that a printed config reads the same whoever wrote it. */
function fillObject(properties: Readonly<Record<string, SchemaNode>>, value: Mapping): Mapping {
  const entries = Object.entries(properties).map(
    ([key, schema]) => [key, fill(schema, own(value, key) ?? schema.default)] as const,
  );
  return frozen(entries.filter(([, inner]) => inner !== undefined));
}

function frozen(entries: readonly (readonly [string, unknown])[]): Mapping {
  return Object.freeze(Object.fromEntries(entries));
}
