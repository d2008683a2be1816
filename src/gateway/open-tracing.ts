import type { UpstreamOptions } from '../config/index.ts';
import type { CallTracer } from '../endpoints/events.ts';
import type { RequestTracer } from '../sources/http/events.ts';
import type { TelemetryOptions } from '../telemetry/options.ts';
import type { TracesSurroundings } from '../telemetry/traces/index.ts';
import { callTarget } from './call-target.ts';

/** Who traces requests and calls. */
export interface Tracing {
  readonly requests: RequestTracer;
  calls(upstream: UpstreamOptions): CallTracer;
  /** Sends what is left, for so long. Never rejects. */
  close(graceMs: number): Promise<void>;
}

/** Undefined where nobody does: then nothing of OpenTelemetry is loaded. @throws where the SDK is wanted and not installed */
export async function openTracing({ traces }: TelemetryOptions, around: TracesSurroundings): Promise<Tracing | undefined> {
  if (traces.exporter === 'none') return undefined;
  const { openTraces, requestTracer, callTracer } = await import('../telemetry/traces/index.ts');
  const opened = await openTraces(traces, around);
  return {
    requests: requestTracer(opened, around.clock),
    calls: (upstream) => callTracer(opened, around.clock, callTarget(upstream)),
    close: (graceMs) => closed(opened.close(), graceMs, around),
  };
}

/** Resolves at the end of the grace at the latest, and says where that was too short, or nobody was there to send them to. */
function closed(closing: Promise<void>, graceMs: number, { clock, logger }: TracesSurroundings): Promise<void> {
  return new Promise((resolve) => {
    const lost = (): void => {
      logger.warn({ event: 'traces' }, 'the last spans could not be sent');
      resolve();
    };
    const cancel = clock.at(clock.now() + graceMs, lost);
    closing.finally(cancel).then(resolve, lost);
  });
}
