import type { Message } from '../../codecs/port.ts';
import { type CallSize, sizeOf, type TakenRequest } from '../../endpoints/direct-calls.ts';
import type { OpenedEndpoint } from '../opened-endpoint.ts';
import type { Subject } from '../subject.ts';
import { type Injected, injectedIn } from './injected.ts';
import { listOfOneFor } from './list-of-one.ts';
import { findRivals, type Rival } from './rivals.ts';
import { sameMessage } from './same-message.ts';

/** Requests in the batches whose latency is measured. */
const SIZES = [1, 2, 4, 8];

/** All that may be sent; decided before anything is. */
export interface Trial {
  /** Each by itself: two, or one where nothing can be joined. */
  readonly singles: readonly Message[];
  /** One item in the form of a batch. */
  readonly listOfOne: Message | undefined;
  readonly joined: Message | undefined;
  readonly injected: Injected | undefined;
  readonly rivals: readonly Rival[];
  /** To be measured, each `repeats` times. */
  readonly batches: readonly (readonly TakenRequest[])[];
  readonly repeats: number;
}

/** @param isBatchable whether the configured family puts any requests together */
export function designTrial(endpoint: OpenedEndpoint, subject: Subject, isBatchable: boolean, repeats: number): Trial {
  const nothing: Trial = {
    singles: [],
    listOfOne: undefined,
    joined: undefined,
    injected: undefined,
    rivals: [],
    batches: [],
    repeats,
  };
  if (subject.kind === 'nothing') return nothing;
  if (subject.kind === 'apart') {
    const [one, other] = subject.messages;
    if (!isBatchable || one === undefined || other === undefined) return { ...nothing, singles: subject.messages.slice(0, 1) };
    return { ...nothing, singles: [one, other], rivals: findRivals(endpoint, [one, other], [one, other]) };
  }
  return trialOfCompany(endpoint, subject.requests, repeats);
}

function trialOfCompany(
  endpoint: OpenedEndpoint,
  requests: Extract<Subject, { kind: 'company' }>['requests'],
  repeats: number,
): Trial {
  const { codec, caps } = endpoint;
  const [one, other] = requests;
  const pair = [one.prepared.message, other.prepared.message] as const;
  const joined = codec.join([...one.prepared.items, ...other.prepared.items]);
  const listOfOne = listOfOneFor(codec, one, joined);
  const injected = injectedIn(joined, pair[0]);
  const planned = [...pair, joined, listOfOne, injected?.without].filter((message) => message !== undefined);
  return {
    singles: pair,
    listOfOne,
    joined,
    injected,
    rivals: findRivals(endpoint, pair, planned),
    batches: repeats === 0 ? [] : SIZES.map((size) => batchOf(requests, size)).filter((batch) => fits(batch, caps)),
    repeats,
  };
}

/** The requests over and over, until there are enough. */
function batchOf(requests: readonly TakenRequest[], size: number): readonly TakenRequest[] {
  return Array.from({ length: size }, (_, index) => requests[index % requests.length]).filter((request) => request !== undefined);
}

function fits(batch: readonly TakenRequest[], caps: CallSize): boolean {
  const { items, bytes, cost } = sizeOf(batch);
  const most = Math.min(caps.items, ...batch.map(({ maxCompany }) => maxCompany));
  return batch.length === 1 || (items <= most && bytes <= caps.bytes && cost <= caps.cost);
}

/** Whether the list of one is the very request that goes alone. */
export function isListByNature({ listOfOne, singles }: Trial): boolean {
  const [single] = singles;
  return listOfOne !== undefined && single !== undefined && sameMessage(listOfOne, single);
}
