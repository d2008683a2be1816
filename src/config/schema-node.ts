import type { TSchema } from 'typebox';

/** The part of JSON Schema that the options are written in, as the config room reads it. */
export interface SchemaNode extends TSchema {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: string | number | boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly patternProperties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
}

export type Mapping = Readonly<Record<string, unknown>>;

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under a key of the mapping's own: `constructor` and `__proto__` are keys like any other. */
export function own<T>(mapping: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(mapping, key) ? mapping[key] : undefined;
}

/** Key pattern and entry schema of a mapping with free keys. */
export function recordOf(schema: SchemaNode): readonly [pattern: string, entry: SchemaNode] | undefined {
  return Object.entries(schema.patternProperties ?? {})[0];
}

/** The values of `type` among which a union chooses; undefined for a schema that is no such union. */
export function typesOf(schema: SchemaNode): readonly string[] | undefined {
  const types = schema.anyOf?.map((branch) => branch.properties?.['type']?.const);
  return types?.every((type) => typeof type === 'string') ? types : undefined;
}

/** The branch of a union that a value is meant for; the schema itself when there is nothing to choose, or no way to. */
export function branchFor(schema: SchemaNode, value: unknown): SchemaNode {
  if (schema.anyOf === undefined || !isMapping(value)) return schema;
  const types = typesOf(schema);
  const meant =
    types === undefined
      ? schema.anyOf.find((branch) => branch.properties !== undefined)
      : schema.anyOf[types.indexOf(String(own(value, 'type')))];
  return meant ?? schema;
}
