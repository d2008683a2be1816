import { randomUUID } from 'node:crypto';
import type { HeartEvent } from '../../batching/events.ts';
import type { ResolvedEndpoint } from '../../config/index.ts';
import { systemClock } from '../../kernel/clock.ts';
import { heldInput } from '../../sources/jsonl/input/held-input.ts';
import type { LineForm } from '../../sources/jsonl/line-form.ts';
import { MemoryPlace } from '../../sources/jsonl/memory-place.ts';
import { PlaceTaken } from '../../sources/jsonl/output-place.ts';
import {
  type TransformCounts,
  type TransformFile,
  TransformJob,
  type TransformJobOptions,
} from '../../sources/jsonl/transform-job.ts';
import { createEndpoint } from '../create-endpoint.ts';
import { findInputs } from './inputs.ts';
import { type PlacedFile, placeOutputs } from './places.ts';
import { formFactory } from './record-form.ts';
import { type CallOptions, type RecordOptions, TransformRefused, type TransformRequest } from './request.ts';

export { GaveUp } from '../../sources/jsonl/patience.ts';
export { TransformRefused, type TransformRequest } from './request.ts';

export interface TransformProgress extends TransformCounts {
  readonly calls: number;
  /** In the calls, those sent again among them. */
  readonly items: number;
  /** Of all inputs; undefined where nobody knows. */
  readonly inputBytes: number | undefined;
  readonly maxBatchSize: number;
  readonly seconds: number;
}

export interface TransformReport extends TransformProgress {
  /** Whether all of the inputs is done. */
  readonly isComplete: boolean;
  /** Where failures are told of. */
  readonly errors: readonly string[];
}

export interface TransformSurroundings {
  /** Called a few times a second. */
  progress(progress: TransformProgress): void;
  /** Something is at fault in the gateway itself. */
  fault(thrown: unknown): void;
}

const PROGRESS_MS = 100;
/** What lines that are not written yet may hold. */
const WINDOW_BYTES = 48 * 1024 * 1024;
/** How long what was sent may still take once it is stopped. */
const STOP_GRACE_MS = 30_000;
/** A file has no deadline: nobody waits for one line of it. */
const NEVER_MS = 2 ** 31 - 1;

/**
 * Sends files through an endpoint of its own, called as `serve` would call it.
 * @throws {TransformRefused} before anything is sent; {GaveUp} when nothing is answered any more; and what reading and writing throw.
 * What was written by then is gone on with by the next run.
 */
export async function transform(
  request: TransformRequest,
  told: TransformSurroundings,
  stop: AbortSignal,
): Promise<TransformReport> {
  const found = await findInputs(request.inputs, request.output);
  const contentType = request.records.contentType ?? contentTypeOf(found.inputs.map(({ name }) => name));
  const records = { ...request.records, contentType };
  const files = await placeOutputs({ ...request, records }, found);
  const formOf = formFactory(records, contentType);
  await check(files);
  const { isComplete, ...progress } = await run({ ...request, records, files, formOf }, told, stop);
  return { ...progress, isComplete, errors: files.map(({ errors }) => errors) };
}

export type AnswersRequest = Pick<TransformRequest, 'endpoint' | 'config' | 'records' | 'calls'>;

/**
 * Asks an endpoint for records that are at hand: each a line, without its end.
 * @returns an answer each, undefined where there is none; undefined as a whole where it was stopped
 * @throws {TransformRefused} before anything is sent; {GaveUp} when nothing is answered any more
 */
export async function answersTo(
  lines: readonly Buffer[],
  request: AnswersRequest,
  told: TransformSurroundings,
  stop: AbortSignal,
): Promise<readonly (Buffer | undefined)[] | undefined> {
  const records = { ...request.records, splitType: 'Line', assembleWith: 'Line', onFailure: 'null', header: 'none' } as const;
  const formOf = formFactory(records, records.contentType ?? 'application/json');
  const place = new MemoryPlace();
  const files = [{ input: heldInput(lines), place }];
  const { isComplete } = await run({ ...request, records, files, formOf }, told, stop);
  return isComplete ? place.answers() : undefined;
}

interface Run extends AnswersRequest {
  readonly files: readonly TransformFile[];
  readonly formOf: (preamble?: Buffer) => LineForm;
}

async function run(
  { endpoint: name, config: configured, records, calls, files, formOf }: Run,
  told: TransformSurroundings,
  stop: AbortSignal,
): Promise<TransformProgress & { readonly isComplete: boolean }> {
  const clock = systemClock;
  const sent = { calls: 0, items: 0 };
  const listener = (event: HeartEvent): void => {
    if (event.type !== 'dispatched') return;
    sent.calls += 1;
    sent.items += event.items;
  };
  const config = configOf(configured, calls);
  const around = { clock, listener, onFault: (thrown: unknown) => told.fault(thrown), hopId: randomUUID() };
  const endpoint = await createEndpoint(name, config, around);
  const job = new TransformJob(optionsOf(records, calls, config), { clock, endpoint, formOf });
  const inputBytes = sumOf(files.map(({ input }) => input.bytes));
  const startedAt = clock.now();
  const progress = (): TransformProgress => {
    const seconds = (clock.now() - startedAt) / 1000;
    return { ...job.counts, ...sent, inputBytes, maxBatchSize: config.batching.maxBatchSize, seconds };
  };
  const timer = setInterval(() => told.progress(progress()), PROGRESS_MS);
  try {
    const isComplete = await job.run(files, stop);
    return { ...progress(), isComplete };
  } finally {
    clearInterval(timer);
    endpoint.refuseRest();
    await endpoint.close();
  }
}

async function check(files: readonly PlacedFile[]): Promise<void> {
  try {
    for (const { place } of files) await place.check();
  } catch (thrown) {
    throw thrown instanceof PlaceTaken ? new TransformRefused(thrown.message, { cause: thrown }) : thrown;
  }
}

/** @throws {TransformRefused} where they are not all of one kind */
function contentTypeOf(names: readonly string[]): string {
  const csv = names.filter((name) => /\.csv(\.gz)?$/i.test(name)).length;
  if (csv > 0 && csv < names.length)
    throw new TransformRefused(
      '--input: expected files of one kind, found CSV and others; --content-type says what all of them are',
    );
  return csv > 0 ? 'text/csv' : 'application/json';
}

function configOf(config: ResolvedEndpoint, calls: CallOptions): ResolvedEndpoint {
  const { maxPayloadBytes, maxConcurrentTransforms, batchStrategy, timeoutMs } = calls;
  return {
    ...config,
    upstream: timeoutMs === undefined ? config.upstream : { ...config.upstream, timeoutMs },
    batching: {
      ...config.batching,
      ...(maxPayloadBytes === undefined ? {} : { maxBatchBytes: maxPayloadBytes }),
      ...(maxConcurrentTransforms === undefined ? {} : { maxInFlight: maxConcurrentTransforms }),
      ...(batchStrategy === 'SingleRecord' ? { maxBatchSize: 1 } : {}),
    },
    queue: { ...config.queue, timeoutMs: NEVER_MS },
  };
}

function optionsOf(records: RecordOptions, calls: CallOptions, { batching }: ResolvedEndpoint): TransformJobOptions {
  const { splitType, assembleWith, header, onFailure } = records;
  return {
    splitType,
    assembleWith,
    header,
    placeholder: onFailure === 'null' ? Buffer.from('null') : undefined,
    maxLineBytes: batching.maxBatchBytes,
    maximumRetryAttempts: calls.maxRetries,
    giveUpAfterMs: calls.giveUpAfterMs,
    windowBytes: WINDOW_BYTES,
    stopGraceMs: STOP_GRACE_MS,
  };
}

function sumOf(sizes: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const size of sizes) {
    if (size === undefined) return undefined;
    sum += size;
  }
  return sum;
}
