import type { Message } from '../codecs/port.ts';
import { type DirectCalls, sizeOf, type TakenRequest } from '../endpoints/direct-calls.ts';
import { asTidegateError } from '../kernel/errors.ts';
import type { Headers } from '../kernel/headers.ts';
import { InputError } from './input-error.ts';
import { isBlank, readLines } from './lines.ts';

/** Records beyond these are not looked at. */
const LOOKED_AT = 1000;

/** The requests that the endpoint is tried with. */
export type Subject =
  /** Two or more different ones that may share a call. */
  | { readonly kind: 'company'; readonly requests: readonly [TakenRequest, TakenRequest, ...TakenRequest[]] }
  /** One or two that the codec does not put together, and why. */
  | { readonly kind: 'apart'; readonly messages: readonly Message[]; readonly reason: string }
  | { readonly kind: 'nothing' };

/** A request body a line. */
export async function* messagesIn(input: AsyncIterable<Uint8Array>, headers: Headers): AsyncGenerator<Message> {
  for await (const line of readLines(input)) if (!isBlank(line)) yield { headers, body: line.body };
}

/**
 * Chooses among samples, or the first records of a file.
 * @param wanted requests that may share a call; no more are looked for
 * @throws {InputError} when records could share calls but none of these may
 */
export async function chooseSubject(
  messages: AsyncIterable<Message> | Iterable<Message>,
  calls: Pick<DirectCalls, 'take'>,
  wanted: number,
): Promise<Subject> {
  const companies = new Map<string, TakenRequest[]>();
  const apart: { message: Message; reason: string }[] = [];
  const seen = new Set<string>();
  for await (const message of messages) {
    if (seen.size >= LOOKED_AT) break;
    const body = message.body.toString('latin1');
    if (seen.has(body)) continue;
    seen.add(body);
    const taken = takeOrReason(message, calls);
    if (typeof taken === 'string') {
      if (apart.length < 2) apart.push({ message, reason: taken });
      continue;
    }
    const company = companies.get(taken.key) ?? [];
    companies.set(taken.key, [...company, taken]);
    if (company.length + 1 === wanted) break;
  }
  return subjectOf([...companies.values()], apart, seen.size);
}

function subjectOf(
  companies: readonly TakenRequest[][],
  apart: readonly { message: Message; reason: string }[],
  looked: number,
): Subject {
  const [first, second, ...more] = companies.toSorted((a, b) => b.length - a.length)[0] ?? [];
  if (first !== undefined && second !== undefined) return { kind: 'company', requests: [first, second, ...more] };
  const [one] = apart;
  if (one !== undefined) return { kind: 'apart', messages: apart.map(({ message }) => message), reason: one.reason };
  if (first === undefined) return { kind: 'nothing' };
  const which = looked === 1 ? 'holds one record, two different ones are needed' : `no two of its first ${looked} records may`;
  throw new InputError(looked === 1 ? which : `${which} share a call: they differ beside their items`);
}

/** The request, or why it goes alone or is refused. */
function takeOrReason(message: Message, calls: Pick<DirectCalls, 'take'>): TakenRequest | string {
  try {
    const taken = calls.take(message);
    if (taken.aloneBecause !== undefined) return taken.aloneBecause;
    const { items } = sizeOf([taken]);
    return taken.maxCompany < 2 * items ? `a call may hold ${taken.maxCompany} of its ${items} item(s) at most` : taken;
  } catch (thrown) {
    const { code, message: words } = asTidegateError(thrown);
    if (code === 'INTERNAL_FAILURE') throw thrown;
    return words;
  }
}
