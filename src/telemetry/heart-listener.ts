import type { HeartEvent, HeartListener } from '../batching/events.ts';
import type { CallEnding } from '../batching/port.ts';
import { bound } from './bound.ts';
import type { EndpointLog } from './endpoint-log.ts';
import type { Metrics } from './metrics.ts';

/** `outcome` of upstream_duration_seconds. */
const OUTCOMES: Readonly<Record<CallEnding, string>> = {
  ok: 'ok',
  mismatch: 'ok',
  refused: 'refused',
  rejected: 'refused',
  tooLarge: 'refused',
  replyTooLarge: 'refused',
  throttled: 'throttled',
  erred: 'failed',
  failed: 'failed',
  unreachable: 'failed',
  unreadable: 'failed',
  fault: 'failed',
  aborted: 'failed',
  timeout: 'timeout',
};

/** Counts what the heart of one endpoint tells. Label children of what happens often are bound once. */
export function heartListener(metrics: Metrics, log: EndpointLog, endpoint: string): HeartListener {
  const batchSize = metrics.batchSize.labels(endpoint);
  const batchBytes = metrics.batchBytes.labels(endpoint);
  const queueWait = metrics.queueWait.labels(endpoint);
  const met = metrics.tally(metrics.deadlines.labels(endpoint, 'met'));
  const missed = metrics.tally(metrics.deadlines.labels(endpoint, 'missed'));
  const batches = bound((reason: string) => metrics.batches.labels(endpoint, reason));
  const shedDeadlines = metrics.deadlines.labels(endpoint, 'shed');
  const shed = bound((reason: string) => metrics.shed.labels(endpoint, reason));
  const cancelled = bound((stage: string) => metrics.cancelled.labels(endpoint, stage));
  const durations = bound((outcome: string) => metrics.upstreamDuration.labels(endpoint, outcome));
  // Rates see what begins only where there was a 0 before.
  metrics.codecMismatch.labels(endpoint).inc(0);
  shedDeadlines.inc(0);

  return (event: HeartEvent) => {
    switch (event.type) {
      case 'dispatched':
        batches(event.reason).inc();
        batchSize.observe(event.items);
        batchBytes.observe(event.bytes);
        for (const wait of event.waits) queueWait.observe(wait / 1000);
        break;
      case 'landed':
        durations(OUTCOMES[event.call]).observe(event.durationMs / 1000);
        if (event.call === 'mismatch') metrics.codecMismatch.labels(endpoint).inc();
        log.landed(event.call, event.items, event.error);
        break;
      case 'settled':
        (event.inTime ? met : missed).add();
        break;
      case 'expired':
        missed.add();
        break;
      case 'shed':
        shed(event.reason).inc();
        shedDeadlines.inc();
        log.shed(event.reason);
        break;
      case 'cancelled':
        cancelled(event.stage).inc();
        break;
      case 'retried':
        metrics.retries.labels(endpoint, event.reason).inc();
        break;
      case 'retryDenied':
        metrics.retriesDenied.labels(endpoint, event.reason).inc();
        log.retryDenied(event.reason);
        break;
      case 'isolation':
        metrics.isolations.labels(endpoint, event.outcome).inc();
        break;
      case 'capped':
        metrics.isolations.labels(endpoint, event.of === 'items' && event.to === 1 ? 'singles' : 'capped').inc();
        log.capped(event);
        break;
      case 'breaker':
        if (event.state === 'open') log.breakerOpened(event.call, event.error);
        else log.breakerClosed(event.afterMs);
        break;
    }
  };
}
