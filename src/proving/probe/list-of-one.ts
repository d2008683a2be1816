import { isDeepStrictEqual } from 'node:util';
import type { Codec, Message } from '../../codecs/port.ts';
import type { TakenRequest } from '../../endpoints/direct-calls.ts';

/**
 * A request of one item in the form that a joined call has. Codecs write one item as its caller did, so where that is a bare
 * value the list is made from the joined call; no codec sends it. Undefined for a request of several items.
 */
export function listOfOneFor(codec: Codec, { prepared }: TakenRequest, joined: Message): Message | undefined {
  if (prepared.items.length !== 1) return undefined;
  return shortened(joined, prepared.message) ?? codec.join(prepared.items);
}

/** The joined call with only the first of its two, where the single has that one bare. */
function shortened(joined: Message, single: Message): Message | undefined {
  const [two, one] = [parsed(joined.body), parsed(single.body)];
  const list = withOne(two, one);
  return list === undefined ? undefined : { headers: joined.headers, body: Buffer.from(JSON.stringify(list)) };
}

function withOne(two: unknown, one: unknown): unknown {
  if (Array.isArray(two)) return two.length === 2 && isDeepStrictEqual(two[0], one) ? [two[0]] : undefined;
  if (!isRecord(two) || !isRecord(one)) return undefined;
  for (const [key, value] of Object.entries(two)) {
    const list = withOne(value, one[key]);
    if (list !== undefined) return { ...two, [key]: list };
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}
