import type { Codec, Message } from '../../codecs/port.ts';
import { type DirectCalls, sizeOf, type TakenRequest } from '../../endpoints/direct-calls.ts';
import { asTidegateError } from '../../kernel/errors.ts';
import { familyOf, type OpenedEndpoint, type ProvableFamily } from '../opened-endpoint.ts';
import { sameMessage } from './same-message.ts';

/** Calls beyond those made anyway that other families may cost. */
const CALLS_AT_MOST = 4;

/** Another family that would put the same two requests into one call. */
export interface Rival {
  readonly family: ProvableFamily;
  readonly codec: Codec;
  /** Its call. */
  readonly joined: Message;
  /** Whether that call is made anyway, costs one more, or is left out because there would be too many. */
  readonly call: 'shared' | 'own' | 'none';
}

/** @param planned calls that are made anyway */
export function findRivals(
  endpoint: OpenedEndpoint,
  pair: readonly [Message, Message],
  planned: readonly Message[],
): readonly Rival[] {
  const made = [...planned];
  const rivals: Rival[] = [];
  const configured = familyOf(endpoint);
  for (const family of endpoint.families) {
    if (family === configured) continue;
    const codec = family.createCodec();
    const joined = joinedBy(endpoint.callsBy(codec, endpoint.upstream), codec, pair);
    if (joined === undefined) continue;
    const isShared = made.some((message) => sameMessage(message, joined));
    const isTooMany = !isShared && made.length >= planned.length + CALLS_AT_MOST;
    if (!isShared && !isTooMany) made.push(joined);
    rivals.push({ family, codec, joined, call: isShared ? 'shared' : isTooMany ? 'none' : 'own' });
  }
  return rivals;
}

/** Requests that both can be taken apart, and may share a call; else undefined. */
function joinedBy(calls: DirectCalls, codec: Codec, pair: readonly [Message, Message]): Message | undefined {
  try {
    const requests = pair.map((message) => calls.take(message));
    return mayShare(requests) ? codec.join(requests.flatMap(({ prepared }) => prepared.items)) : undefined;
  } catch (thrown) {
    if (asTidegateError(thrown).code === 'INTERNAL_FAILURE') throw thrown;
    return undefined;
  }
}

function mayShare(requests: readonly TakenRequest[]): boolean {
  const [first] = requests;
  const { items } = sizeOf(requests);
  return requests.every(
    ({ aloneBecause, key, maxCompany }) => aloneBecause === undefined && key === first?.key && maxCompany >= items,
  );
}
