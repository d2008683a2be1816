import { CLOSE_BRACKET, OPEN_BRACE, OPEN_BRACKET, QUOTE, skipSpace } from '../json/characters.ts';
import type { Span } from '../json/span.ts';
import type { EnvelopeReading, JsonItemsContract, Variant } from '../json-items/contract.ts';
import { oneEach } from '../json-items/reply-rules.ts';
import { takeTextsOrTokenIds } from '../json-items/take.ts';

const NAME = 'tei-embed';

/** `max_client_batch_size` of a server that was started without one. */
const DEFAULT_MAX_ITEMS = 32;

/** Near enough for English; what it is for is to tell long texts from short ones. */
const BYTES_PER_TOKEN = 4;

const variant: Variant = {
  name: NAME,
  take: takeTextsOrTokenIds,
  measure: countTokens,
  single: 'list',
  reply: { key: undefined, topLevelToo: true, group: oneEach('a list of numbers', isVector), bareForOne: 'none' },
};

/**
 * Text Embeddings Inference, `/embed` and `/invocations`: `{"inputs": text | ids | [text or ids, …], …}` to one vector an
 * item, in a list also for a bare text. Cost and length are tokens, estimated from bytes where they are not counted.
 * huggingface/text-embeddings-inference@0d124dc router/src/http/{server,types}.rs.
 * @param maxItems the most items in one call
 */
export function teiEmbed(maxItems: number = DEFAULT_MAX_ITEMS): JsonItemsContract {
  return {
    name: NAME,
    contentType: 'parameters',
    itemsKey: 'inputs',
    droppedKeys: [],
    refusals: {},
    read: () => readEmbed(maxItems),
  };
}

export function readEmbed(maxItems: number): EnvelopeReading {
  return { variant, rowsPerItem: 1, maxCompany: maxItems, ignored: [] };
}

function countTokens(slice: Buffer, _rowsPerItem: number, tokenIds?: number): { cost: number; length: number } {
  const tokens = tokenIds ?? Math.max(1, Math.ceil(slice.length / BYTES_PER_TOKEN));
  return { cost: tokens, length: tokens };
}

function isVector(body: Buffer, { start, kind }: Span): boolean {
  const first = body[skipSpace(body, start + 1)] ?? 0;
  return kind === 'array' && ![OPEN_BRACKET, OPEN_BRACE, QUOTE, CLOSE_BRACKET].includes(first);
}
