import { OPEN_BRACE, OPEN_BRACKET } from '../../kernel/json/characters.ts';
import { type Column, columnsAt, type Place, wantPlaces } from '../../kernel/json/place.ts';
import { type Found, scan, type Want } from '../../kernel/json/scan.ts';
import type { Span } from '../../kernel/json/span.ts';
import { type JsonNode, parseTree } from '../../kernel/json/tree.ts';
import { wantOneOf } from '../../kernel/json/want.ts';
import { firstOf } from '../extraction.ts';
import type { CodecItem, Mismatch, Reply, ReplyForm } from '../port.ts';
import { frameOf } from './frame.ts';
import { numberedShares } from './numbered.ts';
import { anyEach, type JsonReplyRules } from './rules.ts';
import { JsonShare } from './share.ts';
import { usageOf } from './usage.ts';

/** Replies that are JSON with their results in one or several lists. */
export class JsonReply implements ReplyForm {
  readonly #rules: JsonReplyRules;
  readonly #want: Want;

  constructor(rules: JsonReplyRules) {
    this.#rules = rules;
    this.#want = wantWith(wantPlaces(rules.at), rules.usage);
  }

  split(reply: Reply, items: readonly CodecItem[]): readonly JsonShare[] | Mismatch {
    const found = scan(reply.body, this.#want);
    if (found.kind === 'invalid') return { mismatch: `not JSON: ${found.message}` };
    if (found.kind === 'opaque') return { mismatch: found.reason };
    const lists = listsOf(reply.body, found.value, this.#rules.at, items);
    if (typeof lists === 'string') return { mismatch: lists };
    const shares = this.#sharesOf(reply, found.value, lists, items);
    return typeof shares === 'string' ? { mismatch: shares } : shares;
  }

  #sharesOf(reply: Reply, root: Found, lists: readonly Column[], items: readonly CodecItem[]): readonly JsonShare[] | string {
    const usage = this.#rules.usage === undefined ? undefined : usageOf(reply.body, root, this.#rules.usage);
    const frame = frameOf(reply, root, lists, usage, this.#rules);
    const [only] = lists;
    const isOne = lists.length === 1 && only !== undefined;
    if (isOne && this.#rules.numbered !== undefined) {
      const numbered = numberedShares(reply.body, elementsOf(only), items, frame, this.#rules.numbered);
      if (typeof numbered === 'string') return numbered;
      return usage === undefined ? numbered : usage.shared(numbered, items);
    }
    const columns: (readonly Span[])[] = [];
    for (const list of lists) {
      const group = isOne ? (this.#rules.group ?? anyEach) : anyEach;
      const spans = group(reply.body, elementsOf(list), {
        items: items.length,
        rowsPerItem: firstOf(items).envelope.rowsPerItem,
      });
      if (typeof spans === 'string') return spans;
      columns.push(spans);
    }
    const shares: JsonShare[] = [];
    for (let index = 0; index < items.length; index += 1) {
      const parts: Buffer[] = [];
      for (const spans of columns) parts.push(sliceOf(reply.body, spans[index]));
      shares.push(new JsonShare(parts, frame));
    }
    return usage === undefined ? shares : usage.shared(shares, items);
  }
}

function wantWith(want: Want, usage: string | undefined): Want {
  if (usage === undefined) return want;
  const { member } = wantOneOf(new Map([[usage, { member: () => undefined }]]));
  return { ...want, member: (body, start, end) => member?.(body, start, end) ?? want.member?.(body, start, end) };
}

/** The reply to a call of one item that was written bare, where such a one is answered barely: it is the result. */
function isBareReply(items: readonly CodecItem[]): boolean {
  const { single, bare } = firstOf(items).envelope;
  return items.length === 1 && single === 'bare' && bare === 'yes';
}

function listsOf(body: Buffer, root: Found, places: readonly Place[], items: readonly CodecItem[]): readonly Column[] | string {
  const isBare = isBareReply(items);
  for (const place of places) {
    const columns = columnsAt(body, root, place);
    if (columns === undefined) continue;
    if (isBare) return columns.map(({ name, value }) => ({ name, value: { ...value, elements: undefined } }));
    const lists = place.kind === 'members' ? columns.filter(({ value }) => value.elements !== undefined) : columns;
    if (lists.length === 0) continue;
    if (lists.some(({ value }) => value.elements === undefined)) continue;
    return suspect(body, root, lists, items.length) ?? lists;
  }
  return `expected a list of results${placesText(places)}`;
}

/**
 * What stands beside the results is passed on to each caller: another list of their number, however deep, would be the others'
 * results.
 */
function suspect(body: Buffer, root: Found, lists: readonly Column[], items: number): string | undefined {
  const lengths = new Set([items, ...lists.map(({ value }) => value.elements?.length ?? 1)]);
  lengths.delete(0);
  lengths.delete(1);
  if (lengths.size === 0) return undefined;
  return suspectMember(body, root, lists, lengths);
}

function suspectMember(
  body: Buffer,
  { members = [] }: Found,
  lists: readonly Column[],
  lengths: ReadonlySet<number>,
): string | undefined {
  for (const { keyStart, keyEnd, value } of members) {
    const own = lists.filter(({ value: list }) => list.start >= value.start && list.end <= value.end);
    if (own.some(({ value: list }) => list.start === value.start)) continue;
    const reason =
      own.length > 0
        ? suspectMember(body, value, own, lengths)
        : isListOf(lengths, body.subarray(value.start, value.end))
          ? `a second list as long as the results at ${body.toString('utf8', keyStart, keyEnd)}`
          : undefined;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function isListOf(lengths: ReadonlySet<number>, slice: Buffer): boolean {
  return (slice[0] === OPEN_BRACKET || slice[0] === OPEN_BRACE) && holdsList(parseTree(slice), lengths);
}

function holdsList(node: JsonNode, lengths: ReadonlySet<number>): boolean {
  if (node.kind === 'object') {
    // pandas writes a column as an object of its rows' numbers.
    const isList = lengths.has(node.members.length) && node.members.every(({ key }, index) => key === String(index));
    return isList || node.members.some(({ value }) => holdsList(value, lengths));
  }
  if (node.kind !== 'array') return false;
  return lengths.has(node.elements.length) || node.elements.some((element) => holdsList(element, lengths));
}

function elementsOf({ value }: Column): readonly Span[] {
  return value.elements ?? [value];
}

function placesText(places: readonly Place[]): string {
  const paths = places.map((place) => (place.kind === 'columns' ? place.paths.flat() : place.path));
  if (paths.every((path) => path.length === 0)) return '';
  return ` ${paths.map((path) => (path.length === 0 ? 'as the body' : `at "${path.join('.')}"`)).join(' or ')}`;
}

function sliceOf(body: Buffer, span: Span | undefined): Buffer {
  return body.subarray(span?.start ?? 0, span?.end ?? 0);
}
