import type { ArrayNode, JsonNode, ObjectMember, ObjectNode } from './tree.ts';

/**
 * One text for all spellings of a value: no white space, keys in order of their code units, strings by their decoded value,
 * numbers by literal text (1 and 1.0 are not the same to a model). `ignored` members are left out. Undefined where an object
 * has a key twice: parsers differ in what that means.
 */
export function canonical(node: JsonNode, ignored: readonly ObjectMember[]): string | undefined {
  if (node.kind === 'object') return canonicalObject(node, ignored);
  if (node.kind === 'array') return canonicalArray(node, ignored);
  return node.kind === 'string' ? JSON.stringify(node.text) : node.text;
}

function canonicalObject(node: ObjectNode, ignored: readonly ObjectMember[]): string | undefined {
  const texts = new Map<string, string>();
  const seen = new Set<string>();
  for (const member of node.members) {
    if (seen.has(member.key)) return undefined;
    seen.add(member.key);
    const text = canonical(member.value, ignored);
    if (text === undefined) return undefined;
    if (!ignored.includes(member)) texts.set(member.key, text);
  }
  const keys = [...texts.keys()].sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${texts.get(key)}`).join(',')}}`;
}

function canonicalArray(node: ArrayNode, ignored: readonly ObjectMember[]): string | undefined {
  const texts: string[] = [];
  for (const element of node.elements) {
    const text = canonical(element, ignored);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return `[${texts.join(',')}]`;
}
