import { randomUUID } from 'node:crypto';
import type { HeartEvent } from '../../batching/events.ts';
import type { ResolvedEndpoint } from '../../config/index.ts';
import { systemClock } from '../../kernel/clock.ts';
import { asTidegateError } from '../../kernel/errors.ts';
import { onAbort } from '../../kernel/on-abort.ts';
import type { LineForm } from '../../sources/jsonl/line-form.ts';
import {
  type TransformCounts,
  type TransformFile,
  TransformJob,
  type TransformJobOptions,
} from '../../sources/jsonl/transform-job.ts';
import { createEndpoint } from '../create-endpoint.ts';
import type { CallOptions, RecordOptions, TransformRequest } from './request.ts';

/** What is asked of which endpoint, whatever the records come from. */
export type Asking = Pick<TransformRequest, 'endpoint' | 'config' | 'records' | 'calls'>;

export interface Run extends Asking {
  readonly files: readonly TransformFile[];
  readonly formOf: (preamble?: Buffer) => LineForm;
}

export interface RunProgress extends TransformCounts {
  readonly calls: number;
  /** In the calls, those sent again among them. */
  readonly items: number;
  readonly maxBatchSize: number;
  readonly seconds: number;
}

export interface RunListener {
  /** Called a few times a second. */
  progress(progress: RunProgress): void;
  /** Something is at fault in the gateway itself. */
  fault(thrown: unknown): void;
}

const PROGRESS_MS = 100;
/** What lines that are not written yet may hold. */
const WINDOW_BYTES = 16 * 1024 * 1024;
/** How long what was sent may still take once it is stopped. */
const STOP_GRACE_MS = 30_000;
/** A file has no deadline: nobody waits for one line of it. */
const NEVER_MS = 2 ** 31 - 1;

/** Sends files through an endpoint of their own. @returns how far it came, and whether all is done. @throws see `TransformJob.run` */
export async function runJob(
  { endpoint: name, config: given, records, calls, files, formOf }: Run,
  told: RunListener,
  stop: AbortSignal,
): Promise<RunProgress & { readonly isComplete: boolean }> {
  const clock = systemClock;
  const sent = { calls: 0, items: 0 };
  const listener = (event: HeartEvent): void => {
    if (event.type === 'landed') job.landed(event.error === undefined ? undefined : asTidegateError(event.error));
    if (event.type === 'breaker')
      job.waits(event.state === 'open' ? (event.error?.message ?? 'the endpoint is down') : undefined);
    if (event.type !== 'dispatched') return;
    sent.calls += 1;
    sent.items += event.items;
  };
  const config = configOf(given, calls);
  const around = { clock, listener, onFault: (thrown: unknown) => told.fault(thrown), hopId: randomUUID() };
  const endpoint = await createEndpoint(name, config, around);
  const job = new TransformJob(optionsOf(records, calls, config), { clock, endpoint, formOf });
  const startedAt = clock.now();
  const progress = (): RunProgress => {
    const seconds = (clock.now() - startedAt) / 1000;
    return { ...job.counts, ...sent, maxBatchSize: config.batching.maxBatchSize, seconds };
  };
  const timer = setInterval(() => told.progress(progress()), PROGRESS_MS);
  // What waits has not cost anything yet: the next run sends it.
  const stayed = onAbort(stop, () => endpoint.refuseWaiting());
  try {
    const isComplete = await job.run(files, stop);
    return { ...progress(), isComplete };
  } finally {
    stayed();
    clearInterval(timer);
    endpoint.refuseRest();
    await endpoint.close();
  }
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
