import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { SinkListener } from '../sinks/port.ts';
import type { StreamListener } from '../sources/kinesis/events.ts';
import { limiter } from './limiter.ts';
import type { Metrics } from './metrics.ts';
import { RateLimit } from './rate-limit.ts';

const DEATHS_A_SECOND = 10;

const PAUSES = {
  endpoint: 'the endpoint takes nothing; records are kept, and one is tried once in a while',
  failures: 'most records fail; they are kept instead of becoming dead letters, and one is tried once in a while',
} as const;

/** Counts what a stream tells, and logs what an operator has to know; each kind of trouble at most once in ten seconds. */
export function streamListener(metrics: Metrics, logger: Logger, clock: Clock, stream: string): StreamListener {
  const log = logger.child({ stream });
  const limited = limiter(clock);
  const deaths = new RateLimit(clock, DEATHS_A_SECOND, 1000);
  const { streamRecords, streamReads, streamFaults, streamIteratorRestarts, streamLeaseChanges } = metrics;
  const tally = (outcome: Parameters<StreamListener['ended']>[0] | 'retried') =>
    metrics.tally(streamRecords.labels(stream, outcome));
  const outcomes = { ok: tally('ok'), dead: tally('dead'), expired: tally('expired'), retried: tally('retried') };
  return {
    read: (records, bytes) => {
      streamReads.labels(stream, 'records').inc(records);
      streamReads.labels(stream, 'bytes').inc(bytes);
    },
    ended: (outcome) => outcomes[outcome].add(),
    buried: ({ shardId: shard, sequenceNumber, subSequenceNumber }, { code, attempts, originalStatusCode: originalStatus }) => {
      const suppressed = deaths.pass();
      if (suppressed === undefined) return;
      const which = { shard, sequenceNumber, subSequenceNumber };
      log.warn({ event: 'dead-letter', ...which, code, originalStatus, attempts, suppressed }, 'a record becomes a dead letter');
    },
    retried: () => outcomes.retried.add(),
    paused: (reason) => {
      if (reason === undefined) log.info('reading goes on');
      else log.warn({ reason }, PAUSES[reason]);
    },
    leased: (shard, how) => {
      streamLeaseChanges.labels(stream, how).inc();
      log.info({ shard, how }, 'shard taken');
    },
    left: (shard, why, message) => {
      streamLeaseChanges.labels(stream, why).inc();
      log[why === 'lost' ? 'warn' : 'info']({ shard, why: message }, `shard ${why}`);
    },
    reopened: () => streamIteratorRestarts.labels(stream).inc(),
    fault: (of, fault, message) => {
      streamFaults.labels(stream, of, fault).inc();
      if (fault !== 'expired')
        limited(`${of} ${fault}`, (more) => log.warn({ of, fault, message, ...more }, `the ${of} cannot be asked; tried again`));
    },
    internal: (thrown) => log.error({ err: thrown }, 'internal fault'),
  };
}

/** What becomes of a stream's results and dead letters. */
export function sinkListener(
  metrics: Metrics,
  logger: Logger,
  clock: Clock,
  stream: string,
  sink: 'results' | 'dead-letters',
): SinkListener {
  const log = logger.child({ stream, sink });
  const limited = limiter(clock);
  return {
    wrote: (records) => metrics.sinkRecords.labels(stream, sink, 'durable').inc(records),
    failed: (reason, records, message) => {
      metrics.sinkRecords.labels(stream, sink, 'retried').inc(records);
      limited(reason, (more) =>
        log.warn({ reason, records, message, ...more }, 'a write failed, and is made again; reading waits for it'),
      );
    },
  };
}
