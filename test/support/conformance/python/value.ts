/** What Python's `json.loads` gives: an int is a bigint, a float a number, a dict a Map. */
export type Value = null | boolean | bigint | number | string | readonly Value[] | Dict;
export type Dict = ReadonlyMap<string, Value>;

/** A dict of the entries that are given. */
export function dict(entries: Readonly<Record<string, Value | undefined>>): Dict {
  const given = new Map<string, Value>();
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) given.set(key, value);
  return given;
}

export function isDict(value: Value | undefined): value is Dict {
  return value instanceof Map;
}

export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value);
}

export function isNumber(value: Value | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** `type(value).__name__` */
export function typeName(value: Value | undefined): string {
  if (value === null || value === undefined) return 'NoneType';
  if (isList(value)) return 'list';
  if (isDict(value)) return 'dict';
  const names = { boolean: 'bool', bigint: 'int', number: 'float', string: 'str' };
  return names[typeof value as keyof typeof names];
}

/** A dict without some keys, in an order that does not depend on how it was written. */
export function without(value: Dict, ...keys: readonly string[]): Dict {
  return new Map([...value].filter(([key]) => !keys.includes(key)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
