import { type KeyMatcher, keyNamed } from '../../kernel/json/key.ts';
import { type Column, columnsAt, wantPlaces } from '../../kernel/json/place.ts';
import { type Found, MAX_ELEMENTS, scan, type Want } from '../../kernel/json/scan.ts';
import { type Alone, alone, invalidJson, invalidShape } from '../extraction.ts';
import type { CodecItem, Extraction, Message, RequestForm } from '../port.ts';
import { SpellingCache, type SpellingCacheLimits } from '../spelling-cache.ts';
import { JsonEnvelope } from './envelope.ts';
import { bytesOf, rowsAndBytes } from './measure.ts';
import { type Plan, planOf } from './plan.ts';
import { type Rest, restOf } from './rest.ts';
import type { Shape, Taken } from './shape.ts';

/**
 * Beyond it, what stands beside the items is not read: reading takes the loop up to 0.5 ms a kilobyte, so it is done only
 * for what can be kept, and once.
 */
const MAX_REST_BYTES = 65_536;

/** A spelling is a rest and a byte that marks where each list was. */
const KEPT_SPELLINGS: SpellingCacheLimits = { maxEntries: 1024, maxTotalLength: 4_194_304, maxLength: MAX_REST_BYTES + 64 };

/** Beyond it, a request is not taken apart: items cost the loop about a microsecond each, and a queue that many places. */
const MAX_ITEMS = MAX_ELEMENTS - 1;

export interface JsonRequestOptions {
  /** What one family's requests may look like; the first whose place is there is meant. */
  readonly shapes: readonly Shape[];
  /** What the contract is known to say to a body that is no object; such a body goes alone where nothing is known. */
  readonly refusals?: { readonly array?: string; readonly scalar?: string };
  /** What the contract takes though it is not JSON: it goes alone. Any other body that is not JSON is refused. */
  readonly alsoTakes?: RegExp;
  /** The most items in one call, if a shape's own bound is not lower. */
  readonly maxItems?: number | undefined;
}

type Items = Extract<Taken, { readonly form: string }>;

/**
 * Requests that are JSON. One pass finds the items; what is beside them is looked up by its raw bytes and only read when it was
 * never seen before.
 */
export class JsonRequest implements RequestForm {
  readonly #options: JsonRequestOptions;
  readonly #want: Want;
  /** For each shape, the keys that it cannot be beside. */
  readonly #unwanted: ReadonlyMap<Shape, readonly { readonly key: string; readonly isNamed: KeyMatcher }[]>;
  readonly #plans = new SpellingCache<Plan | Alone>(KEPT_SPELLINGS);
  /** The rest that was looked up last: mostly the next is the same, which is sooner seen than looked up. */
  #last: { readonly shape: Shape; readonly pieces: readonly Buffer[]; readonly plan: Plan | Alone } | undefined;

  constructor(options: JsonRequestOptions) {
    this.#options = options;
    this.#want = wantPlaces(
      options.shapes.map(({ at }) => at),
      options.shapes.flatMap(({ dropped = [] }) => dropped.map((path) => path.slice(0, -1))),
    );
    this.#unwanted = new Map(options.shapes.map((shape) => [shape, unwantedKeys(options.shapes, shape)]));
  }

  extract(request: Message): Extraction {
    const found = scan(request.body, this.#want);
    if (found.kind === 'invalid')
      return this.#options.alsoTakes?.test(request.body.toString('latin1')) === true
        ? alone('a body that is not JSON')
        : invalidJson(found.message);
    if (found.kind === 'opaque') return alone(found.reason);
    for (const shape of this.#options.shapes) {
      const columns = columnsAt(request.body, found.value, shape.at);
      if (columns !== undefined && columns.length > 0) return this.#extractShape(request, found.value, shape, columns);
    }
    return this.#shapeless(found.value);
  }

  #shapeless({ kind }: Found): Extraction {
    const { refusals = {}, shapes } = this.#options;
    if (kind === 'object') return alone(`none of ${shapes.map(placeName).join(', ')}`);
    const refusal = kind === 'array' ? refusals.array : refusals.scalar;
    return refusal === undefined ? alone('not an object') : invalidShape(refusal);
  }

  #extractShape(request: Message, root: Found, shape: Shape, columns: readonly Column[]): Extraction {
    const other = this.#otherKey(request.body, root, shape);
    if (other !== undefined) return alone(`"${other}" beside ${placeName(shape)}`);
    const plan = this.#planOf(shape, restOf(request.body, root, columns, shape.dropped ?? []));
    if ('alone' in plan) return alone(plan.alone);
    const taken = plan.shape.take(request.body, columns);
    if ('alone' in taken) return alone(taken.alone);
    if ('refused' in taken) return invalidShape(`Expected ${placeName(shape)} ${taken.refused}`);
    if (taken.items.length > MAX_ITEMS) return alone(`more than ${MAX_ITEMS} items`);
    return this.#itemsOf(request, plan, taken);
  }

  /** A key of another shape of the family, or one that the shape cannot be beside. */
  #otherKey(body: Buffer, { members = [] }: Found, shape: Shape): string | undefined {
    for (const { key, isNamed } of this.#unwanted.get(shape) ?? [])
      for (const { keyStart, keyEnd } of members) if (isNamed(body, keyStart, keyEnd)) return key;
    return undefined;
  }

  #planOf(shape: Shape, rest: Rest): Plan | Alone {
    const bytes = rest.pieces.reduce((sum, { length }) => sum + length, 0);
    if (bytes > MAX_REST_BYTES) return { alone: `more than ${MAX_REST_BYTES} bytes beside the items` };
    if (this.#last?.shape === shape && areEqual(rest.pieces, this.#last.pieces)) return this.#last.plan;
    // No valid JSON has a zero byte, so it marks without doubt where the items were.
    let spelling = shape.name;
    for (const piece of rest.pieces) spelling += `\0${piece.toString('latin1')}`;
    const plan = this.#plans.get(spelling, () => planOf(shape, rest));
    // Copies: else the body would be kept.
    this.#last = { shape, pieces: rest.pieces.map((piece) => Buffer.from(piece)), plan };
    return plan;
  }

  #itemsOf({ headers }: Message, plan: Plan, { form, items, kind, bare = plan.bare }: Items): Extraction {
    const { measure = rowsAndBytes } = plan.shape;
    const envelope = new JsonEnvelope(headers, plan, form, bare);
    const made = items.map((parts): CodecItem => {
      const { cost, length } = measure(parts, plan.costPerItem);
      return { parts, bytes: bytesOf(parts) + parts.length, cost, length, envelope };
    });
    const key = kind === '' ? plan.key : `${kind} ${plan.key}`;
    const maxCompany = Math.min(plan.maxCompany, this.#options.maxItems ?? Number.MAX_SAFE_INTEGER);
    return { kind: 'items', items: made, key, maxCompany, overheadBytes: plan.overheadBytes };
  }
}

function areEqual(some: readonly Buffer[], others: readonly Buffer[]): boolean {
  if (some.length !== others.length) return false;
  for (let index = 0; index < some.length; index += 1) if (!isEqual(some[index], others[index])) return false;
  return true;
}

function isEqual(one: Buffer | undefined, other: Buffer | undefined): boolean {
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  // A call out of the engine takes longer than a look at a few bytes.
  if (one.length > 32) return one.equals(other);
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

function unwantedKeys(shapes: readonly Shape[], shape: Shape): { key: string; isNamed: KeyMatcher }[] {
  const own = new Set(firstKeys(shape));
  const others = shapes.flatMap(firstKeys).filter((key) => !own.has(key));
  return [...new Set([...others, ...(shape.not ?? [])])].map((key) => ({ key, isNamed: keyNamed(key) }));
}

function firstKeys({ at }: Shape): readonly string[] {
  return (at.kind === 'columns' ? at.paths : [at.path]).flatMap(([first]) => first ?? []);
}

function placeName({ at }: Shape): string {
  const paths = at.kind === 'columns' ? at.paths : [at.path];
  return paths.map((path) => (path.length === 0 ? 'the body' : `"${path.join('.')}"`)).join(' and ');
}
