import { elementsOf, isArray, isObject, type MemberPart, membersOf, type Part } from '../../../kernel/json/json-parts.ts';
import { decodeString, type KeyMatcher, keyNamed } from '../../../kernel/json/key.ts';
import type { Step } from './json-path.ts';
import { pick } from './pick.ts';

/** The parts of a value that a step leads to, none where a name is not there; undefined where the step does not fit the value. */
export type Select = (text: Buffer, value: Part) => readonly Part[] | undefined;

/** Compiles a step. Of members of one name the last counts, as in JSON.parse. */
export function selectOf(step: Step): Select {
  switch (step.kind) {
    case 'names':
      return membersNamed(step.names);
    case 'all':
      return (text, value) =>
        isArray(text, value) ? elementsOf(text, value) : isObject(text, value) ? valuesOf(text, value) : undefined;
    default:
      return (text, value) => (isArray(text, value) ? pick(elementsOf(text, value), step) : undefined);
  }
}

/** The members of these names, in the order of the names; those that are not there are left out. Undefined for what is no object. */
export function findMembers(names: readonly string[]): (text: Buffer, value: Part) => readonly MemberPart[] | undefined {
  const matchers: readonly KeyMatcher[] = names.map(keyNamed);
  return (text, value) => {
    if (!isObject(text, value)) return undefined;
    const found = Array.from<MemberPart | undefined>({ length: names.length });
    for (const member of membersOf(text, value)) {
      const index = matchers.findIndex((isNamed) => isNamed(text, member.key.start, member.key.end));
      if (index >= 0) found[index] = member;
    }
    return found.filter((member) => member !== undefined);
  };
}

function membersNamed(names: readonly string[]): Select {
  const find = findMembers(names);
  return (text, value) => find(text, value)?.map((member) => member.value);
}

/** Each key's value once; a Map, as it takes `__proto__` for a key. */
function valuesOf(text: Buffer, object: Part): readonly Part[] {
  const values = new Map<string, Part>();
  for (const { key, value } of membersOf(text, object)) values.set(decodeString(text, key.start, key.end), value);
  return [...values.values()];
}
