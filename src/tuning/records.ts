import { sizeOf, type TakenRequest } from '../endpoints/direct-calls.ts';
import { asItIs } from '../proving/as-it-is.ts';
import { InputError } from '../proving/input-error.ts';
import { familyOf, type OpenedEndpoint } from '../proving/opened-endpoint.ts';
import { chooseSubject, messagesIn, type Subject } from '../proving/subject.ts';
import type { TuneRequest } from './tune-request.ts';

/** More different records than the largest batch holds are of no use, and held. */
const MOST_RECORDS = 1024;

/** The requests that an endpoint is called with, over and over; at least one. */
export interface TuneRecords {
  readonly requests: readonly TakenRequest[];
  /** Whether they are the user's, not samples of the codec. */
  readonly areOwn: boolean;
  /** Why no two of them may share a call, if that is so. */
  readonly apart: string | undefined;
  /** Items in the smallest and in the largest of them. */
  readonly fewestItems: number;
  readonly mostItems: number;
  /** The most items that a call with them may hold, by their codec. */
  readonly maxCompany: number;
}

/** @throws {InputError} where there is nothing to send */
export async function chooseRecords(
  endpoint: OpenedEndpoint,
  { input, headers }: Pick<TuneRequest, 'input' | 'headers'>,
): Promise<TuneRecords> {
  const messages = input === undefined ? (familyOf(endpoint)?.samples ?? []) : messagesIn(input, headers);
  const calls = endpoint.callsBy(endpoint.codec, endpoint.upstream);
  const subject = await chooseSubject(messages, calls, MOST_RECORDS);
  if (subject.kind === 'nothing' && input !== undefined) throw new InputError('holds no records');
  if (subject.kind === 'nothing')
    throw new InputError(`expected a file of requests, for the codec \`${endpoint.codec.name}\` has no samples of its own`);
  return recordsOf(subject, input !== undefined);
}

function recordsOf(subject: Exclude<Subject, { kind: 'nothing' }>, areOwn: boolean): TuneRecords {
  const requests = subject.kind === 'company' ? subject.requests : subject.messages.map(asItIs);
  const items = requests.map((request) => sizeOf([request]).items);
  return {
    requests,
    areOwn,
    apart: subject.kind === 'apart' ? subject.reason : undefined,
    fewestItems: Math.min(...items),
    mostItems: Math.max(...items),
    maxCompany: Math.min(...requests.map(({ maxCompany }) => maxCompany)),
  };
}
