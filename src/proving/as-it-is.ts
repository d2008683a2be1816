import type { Message } from '../codecs/port.ts';
import type { TakenRequest } from '../endpoints/direct-calls.ts';

/** Sent unchanged, as a request is that no codec takes apart. */
export function asItIs(message: Message): TakenRequest {
  const prepared = { message, items: [] };
  return { prepared, key: '', maxCompany: 1, overheadBytes: 0, aloneBecause: 'it is sent as it is' };
}
