import { Value } from 'typebox/value';
import { expectation, oneOf } from './expectation.ts';
import type { Finding, Path } from './finding.ts';
import { found } from './found.ts';
import { branchFor, isMapping, type Mapping, own, recordOf, type SchemaNode, typesOf } from './schema-node.ts';
import { suggestion } from './suggestion.ts';
import { unknownKey } from './unknown-key.ts';

/** Everything in which a value differs from its schema; a property with a default may be left out. */
export function check(schema: SchemaNode, value: unknown, path: Path = []): readonly Finding[] {
  const meant = branchFor(schema, value);
  if (meant.properties !== undefined) return checkObject(meant, value, path);
  if (recordOf(meant) !== undefined) return checkRecord(meant, value, path);
  if (meant.items !== undefined) return checkList(meant, meant.items, value, path);
  if (typesOf(meant) !== undefined && isMapping(value)) return [unknownType(meant, value, path)];
  return Value.Check(meant, value) ? [] : [mistaken(meant, value, path)];
}

function checkObject(schema: SchemaNode, value: unknown, path: Path): readonly Finding[] {
  if (!isMapping(value)) return [mistaken(schema, value, path)];
  const properties = schema.properties ?? {};
  const keys = Object.keys(value);
  const unknown = keys
    .filter((key) => !Object.hasOwn(properties, key))
    .map((key) => unknownKey(Object.keys(properties), key, path));
  const missing = (schema.required ?? []).filter((key) => !keys.includes(key) && properties[key]?.default === undefined);
  const inside = keys.flatMap((key) => checkProperty(own(properties, key), value[key], [...path, key]));
  return [...unknown, ...missing.flatMap((key) => checkProperty(properties[key], undefined, [...path, key])), ...inside];
}

function checkProperty(schema: SchemaNode | undefined, value: unknown, path: Path): readonly Finding[] {
  return schema === undefined ? [] : check(schema, value, path);
}

function checkRecord(schema: SchemaNode, value: unknown, path: Path): readonly Finding[] {
  const [pattern, entry] = recordOf(schema) ?? ['', schema];
  if (!isMapping(value)) return [mistaken(schema, value, path)];
  const allowed = new RegExp(pattern);
  return Object.entries(value).flatMap(([key, inner]) =>
    allowed.test(key) ? check(entry, inner, [...path, key]) : [badName(key, [...path, key])],
  );
}

function checkList(schema: SchemaNode, items: SchemaNode, value: unknown, path: Path): readonly Finding[] {
  if (!Array.isArray(value)) return [mistaken(schema, value, path)];
  return value.flatMap((item, index) => check(items, item, [...path, index]));
}

function mistaken(schema: SchemaNode, value: unknown, path: Path): Finding {
  return { path, at: 'value', expected: expectation(schema), found: found(value) + hint(value, schema.enum) };
}

/** Only `type` is reported: which of the other keys are wrong depends on it. */
function unknownType(schema: SchemaNode, value: Mapping, path: Path): Finding {
  const type = own(value, 'type');
  const types = typesOf(schema) ?? [];
  return { path: [...path, 'type'], at: 'value', expected: oneOf(types), found: found(type) + hint(type, types) };
}

function hint(value: unknown, allowed: readonly unknown[] = []): string {
  return typeof value === 'string' ? suggestion(value, allowed.map(String)) : '';
}

function badName(key: string, path: Path): Finding {
  return { path, at: 'key', expected: 'a name of letters, digits and inner hyphens, at most 63', found: found(key) };
}
