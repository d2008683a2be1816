import { type Column, columnsAt, onlyMember, type Place, wantPlaces } from '../../kernel/json/place.ts';
import { type Found, scan, type Want } from '../../kernel/json/scan.ts';
import type { Span } from '../../kernel/json/span.ts';
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
    const lists = listsOf(reply.body, found.value, this.#rules.at, isBareReply(items));
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
    const shares = items.map(
      (_, index) =>
        new JsonShare(
          columns.map((spans) => sliceOf(reply.body, spans[index])),
          frame,
        ),
    );
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

function listsOf(body: Buffer, root: Found, places: readonly Place[], isBare: boolean): readonly Column[] | string {
  for (const place of places) {
    const columns = columnsAt(body, root, place);
    if (columns === undefined) continue;
    if (isBare) return columns.map(({ name, value }) => ({ name, value: { ...value, elements: undefined } }));
    const lists = place.kind === 'members' ? columns.filter(({ value }) => value.elements !== undefined) : columns;
    if (lists.length === 0) continue;
    if (lists.some(({ value }) => value.elements === undefined)) continue;
    return suspect(body, root, place, lists) ?? lists;
  }
  return `expected a list of results${placesText(places)}`;
}

/** What stands beside the results is passed on to each caller; a second list of their length would be the others' results. */
function suspect(body: Buffer, root: Found, place: Place, lists: readonly Column[]): string | undefined {
  if (place.kind !== 'list' || place.path.length === 0) return undefined;
  const length = lists[0]?.value.elements?.length ?? 0;
  const key = place.path[0] ?? '';
  const own = onlyMember(body, root.members, key);
  const isSecond = (root.members ?? []).some(
    (other) => other !== own && other.value.kind === 'array' && length > 1 && lengthOf(body, other.value) === length,
  );
  return isSecond ? `a second list of ${length} beside "${key}"` : undefined;
}

function lengthOf(body: Buffer, { start, end }: Span): number {
  const found = scan(body.subarray(start, end));
  return found.kind === 'found' ? (found.value.elements?.length ?? 0) : 0;
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
