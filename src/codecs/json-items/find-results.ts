import { keyNamed, noKey } from '../json/key.ts';
import { scan } from '../json/scan.ts';
import type { Member, Span } from '../json/span.ts';
import type { ReplyRules } from './reply-rules.ts';
import { onlyMember } from './rest.ts';

/** The list of results inside a reply, or a reply that is no list but one value. */
export type FoundResults =
  | { readonly kind: 'list'; readonly value: Span; readonly elements: readonly Span[] }
  | { readonly kind: 'value'; readonly value: Span };

/** Finds the results of a reply, or says why that cannot be. */
export function findResults(body: Buffer, rules: ReplyRules): FoundResults | string {
  const found = scan(body, rules.key === undefined ? noKey : keyNamed(rules.key));
  if (found.kind === 'invalid') return `not JSON: ${found.message}`;
  if (found.kind === 'opaque') return found.reason;
  if (rules.key !== undefined && found.kind === 'object') return underKey(body, found.members, rules.key);
  if (rules.key !== undefined && !rules.topLevelToo) return `expected an object with "${rules.key}"`;
  if (found.kind === 'array') return { kind: 'list', value: found.value, elements: found.elements };
  return { kind: 'value', value: found.value };
}

function underKey(body: Buffer, members: readonly Member[], key: string): FoundResults | string {
  const member = onlyMember(body, members, key);
  if (member?.elements === undefined) return `expected one list "${key}"`;
  const { value, elements } = member;
  const isColumnar = members.some((other) => other !== member && hasLength(body, other, elements.length));
  // What stands beside the results is passed on to each caller; a second list of their length would be the others' results.
  return isColumnar ? `a second list of ${elements.length} beside "${key}"` : { kind: 'list', value, elements };
}

function hasLength(body: Buffer, { value }: Member, length: number): boolean {
  if (value.kind !== 'array' || length < 2) return false;
  const found = scan(body.subarray(value.start, value.end));
  return found.kind === 'array' && found.elements.length === length;
}
