import type { Logger } from 'pino';
import type { Clock } from '../kernel/clock.ts';
import type { RequestEvent, RequestListener } from '../sources/http/events.ts';
import { bound } from './bound.ts';
import { whatWasSaid } from './endpoint-log.ts';
import type { Metrics } from './metrics.ts';
import type { TelemetryOptions } from './options.ts';
import { RateLimit } from './rate-limit.ts';

const ERRORS_A_SECOND = 10;

/** Counts requests and writes the access log. */
export function requestListener(
  metrics: Metrics,
  logger: Logger,
  clock: Clock,
  accessLog: TelemetryOptions['accessLog'],
): RequestListener {
  const limit = new RateLimit(clock, ERRORS_A_SECOND, 1000);
  const doors = bound((door: string) =>
    bound((endpoint: string) => {
      const durations = metrics.requestDuration.labels(door, endpoint);
      return {
        durations,
        counts: bound((status: number) => metrics.tally(metrics.requests.labels(door, endpoint, String(status)))),
      };
    }),
  );
  return (event) => {
    const { durations, counts } = doors(event.door)(event.endpoint);
    counts(event.status).add();
    durations.observe(event.durationMs / 1000);
    if (accessLog === 'off' || (accessLog === 'errors' && event.status < 400)) return;
    const suppressed = accessLog === 'errors' ? limit.pass() : 0;
    if (suppressed !== undefined) write(logger, event, suppressed);
  };
}

function write(logger: Logger, { error, story, durationMs, ...event }: RequestEvent, suppressed: number): void {
  const fields = {
    ...event,
    durationMs: round(durationMs),
    ...(story === undefined
      ? {}
      : {
          queueMs: round(story.queueMs),
          heldMs: round(story.heldMs),
          upstreamMs: round(story.upstreamMs),
          batchSize: story.batchSize,
          reason: story.reason,
          calls: story.calls,
          trouble: story.trouble,
        }),
    ...(error === undefined ? {} : whatWasSaid(error)),
    ...(suppressed === 0 ? {} : { suppressed }),
  };
  if (event.status >= 500) logger.error(fields, 'request failed');
  else if (event.status === 499) logger.info(fields, 'client left');
  else if (error !== undefined && error.type === 'ModelError') logger.warn(fields, 'request failed at the model');
  else if (event.status >= 400) logger.warn(fields, 'request refused');
  else logger.info(fields, 'request answered');
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}
