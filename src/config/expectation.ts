import { type SchemaNode, typesOf } from './schema-node.ts';

/** What a schema wants, in words that follow "expected". */
export function expectation(schema: SchemaNode): string {
  if (schema.title !== undefined) return schema.title;
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return oneOf(schema.enum.map(String));
  if (typesOf(schema) !== undefined) return 'a mapping';
  if (schema.anyOf !== undefined) return schema.anyOf.map(expectation).join(' or ');
  return ofType(schema);
}

/** The choice among names, in words that follow "expected". */
export function oneOf(names: readonly string[]): string {
  return names.length === 1 ? String(names[0]) : `one of ${names.join(', ')}`;
}

function ofType(schema: SchemaNode): string {
  switch (schema.type) {
    case 'integer':
      return `an integer${bounds(schema)}`;
    case 'number':
      return `a number${bounds(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'array':
      return 'a list';
    case 'object':
      return 'a mapping';
    default:
      return schema.minLength === undefined ? 'a string' : 'a string that is not empty';
  }
}

function bounds({ minimum, maximum }: SchemaNode): string {
  if (minimum === undefined) return maximum === undefined ? '' : ` <= ${maximum}`;
  return maximum === undefined ? ` >= ${minimum}` : ` from ${minimum} to ${maximum}`;
}
