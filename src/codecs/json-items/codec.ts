import { type KeyMatcher, keyNamed } from '../json/key.ts';
import { MAX_ELEMENTS, type Scan, scan } from '../json/scan.ts';
import type { Member } from '../json/span.ts';
import type { Codec, CodecItem, Extraction, Message, Mismatch, Reply, Result } from '../port.ts';
import { assembleReply } from './assemble.ts';
import { isJson } from './content-type.ts';
import type { Alone, JsonItemsContract, Taken } from './contract.ts';
import { type EnvelopePlan, planEnvelope } from './envelope-plan.ts';
import { joinItems } from './join.ts';
import { PlannedEnvelope } from './planned-envelope.ts';
import { type Rest, restOf } from './rest.ts';
import { SpellingCache, type SpellingCacheLimits } from './spelling-cache.ts';
import { splitReply } from './split.ts';

/**
 * Beyond it, what stands beside the items is not read: reading takes the loop up to 0.5 ms a kilobyte, so it is done only
 * for what can be kept, and once.
 */
const MAX_REST_BYTES = 65_536;

/** A spelling is a rest and the byte that marks where the items were. */
const KEPT_SPELLINGS: SpellingCacheLimits = { maxEntries: 1024, maxTotalLength: 4_194_304, maxLength: MAX_REST_BYTES + 1 };

/** Beyond it, a request is not taken apart: items cost the loop about a microsecond each, and a queue that many places. */
const MAX_ITEMS = MAX_ELEMENTS - 1;

type Items = Extract<Taken, { readonly form: string }>;

/**
 * The codec of any JsonItemsContract. One pass finds the items; what is beside them is looked up by its raw bytes and only
 * read when it was never seen before.
 */
export class JsonItemsCodec implements Codec {
  readonly name: string;
  readonly #contract: JsonItemsContract;
  readonly #maxItems: number;
  readonly #isItemsKey: KeyMatcher;
  readonly #plans = new SpellingCache<EnvelopePlan | Alone>(KEPT_SPELLINGS);

  /** @param maxItems the most items in one call, if the contract's own bound is not lower */
  constructor(contract: JsonItemsContract, maxItems = Number.MAX_SAFE_INTEGER) {
    this.name = contract.name;
    this.#contract = contract;
    this.#maxItems = maxItems;
    this.#isItemsKey = keyNamed(contract.itemsKey);
  }

  extract(request: Message): Extraction {
    const { contentType, refusals } = this.#contract;
    if (!isJson(request.headers['content-type'], contentType)) return alone('not declared JSON');
    const found = scan(request.body, this.#isItemsKey);
    if (found.kind === 'invalid') return { kind: 'invalid', code: 'INVALID_JSON', message: found.message };
    if (found.kind === 'opaque') return alone(found.reason);
    if (found.kind === 'object') return this.#extractMembers(request, found);
    const refusal = refusals[found.kind];
    return refusal === undefined ? alone('not an object') : invalidShape(refusal);
  }

  join(items: readonly CodecItem[]): Message {
    return joinItems(items);
  }

  split(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch {
    return splitReply(reply, items);
  }

  assemble(results: readonly Result[], items: readonly CodecItem[]): Reply {
    return assembleReply(results, items);
  }

  #extractMembers(request: Message, { members }: Extract<Scan, { kind: 'object' }>): Extraction {
    const { body } = request;
    const { itemsKey, droppedKeys } = this.#contract;
    const member = this.#findItems(body, members);
    if (member === undefined) return alone(`no "${itemsKey}"`);
    const plan = this.#planOf(restOf(body, members, member, droppedKeys));
    if ('alone' in plan) return alone(plan.alone);
    const taken = plan.variant.take(body, member);
    if ('alone' in taken) return alone(taken.alone);
    if ('refused' in taken) return invalidShape(`Expected "${itemsKey}" ${taken.refused}`);
    if (taken.spans.length > MAX_ITEMS) return alone(`more than ${MAX_ITEMS} items`);
    return this.#itemsOf(request, plan, taken);
  }

  #findItems(body: Buffer, members: readonly Member[]): Member | undefined {
    return members.find(({ keyStart, keyEnd }) => this.#isItemsKey(body, keyStart, keyEnd));
  }

  #planOf(rest: Rest): EnvelopePlan | Alone {
    if (rest.before.length + rest.after.length > MAX_REST_BYTES)
      return { alone: `more than ${MAX_REST_BYTES} bytes beside the items` };
    // No valid JSON has a zero byte, so it marks without doubt where the items were.
    const spelling = `${rest.before.toString('latin1')}\0${rest.after.toString('latin1')}`;
    return this.#plans.get(spelling, () => planEnvelope(this.#contract, rest));
  }

  #itemsOf({ headers, body }: Message, plan: EnvelopePlan, { form, spans, kind }: Items): Extraction {
    const { variant, rowsPerItem, overheadBytes } = plan;
    const envelope = new PlannedEnvelope(headers, form, plan);
    const items = spans.map(({ start, end, tokenIds }) => {
      const slice = body.subarray(start, end);
      const { cost, length } = variant.measure(slice, rowsPerItem, tokenIds);
      return { slice, cost, length, envelope };
    });
    const key = kind === '' ? plan.key : `${kind} ${plan.key}`;
    return { kind: 'items', items, key, maxCompany: Math.min(plan.maxCompany, this.#maxItems), overheadBytes };
  }
}

function alone(reason: string): Extraction {
  return { kind: 'alone', reason };
}

function invalidShape(message: string): Extraction {
  return { kind: 'invalid', code: 'INVALID_SHAPE', message };
}
