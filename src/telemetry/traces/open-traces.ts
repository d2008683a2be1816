import { channel } from 'node:diagnostics_channel';
import { DiagLogLevel, diag, propagation, trace } from '@opentelemetry/api';
import type { Logger } from 'pino';
import type { Clock } from '../../kernel/clock.ts';
import { limiter } from '../limiter.ts';
import type { TracesOptions } from '../options.ts';
import type { Traces } from './port.ts';

const NAME = 'tidegate';
/** What instrumentations of undici, which makes our calls, listen to. */
const CALLS = channel('undici:request:create');
const SDK = ['sdk-trace-base', 'exporter-trace-otlp-proto', 'resources', 'core'].map((name) => `@opentelemetry/${name}`);

export interface TracesSurroundings {
  readonly version: string;
  readonly logger: Logger;
  readonly clock: Clock;
}

/** What spans are made with and sent by. The SDK reads variables OTEL_* of the environment by itself. @throws where it is not installed */
export async function openTraces(options: TracesOptions, around: TracesSurroundings): Promise<Traces> {
  if (options.exporter === 'global') {
    const tracer = trace.getTracer(NAME, around.version);
    const isToldByOthers = (): boolean => CALLS.hasSubscribers;
    // Whoever has set it up sends what is left.
    return { tracer, propagator: propagation, nests: true, isToldByOthers, close: () => Promise.resolve() };
  }
  tellTroubles(around);
  const { openSdk } = await import('./open-sdk.ts').catch((cause: unknown) => {
    throw new Error(
      `telemetry.traces.exporter: otlp needs the optional packages ${SDK.join(', ')}: install them, or Tidegate without --omit=optional`,
      {
        cause,
      },
    );
  });
  return openSdk(options, around.version);
}

/** The SDK's own troubles: a collector that does not answer. Its debug messages are left out, since they quote spans. */
function tellTroubles({ logger, clock }: TracesSurroundings): void {
  const limited = limiter(clock);
  const tell = (message: string): void =>
    limited('traces', (more) => logger.warn({ event: 'traces', message: wordsOf(message), ...more }, 'spans cannot be sent'));
  const silent = (): void => {};
  diag.setLogger(
    { error: tell, warn: tell, info: silent, debug: silent, verbose: silent },
    { logLevel: DiagLogLevel.WARN, suppressOverrideMessage: true },
  );
}

/** Errors come as JSON with their stacks, and with what the collector answered. */
function wordsOf(message: string): string {
  try {
    const { message: words, code = '' } = JSON.parse(message) as { message?: string; code?: string };
    return words ?? code;
  } catch {
    return message;
  }
}
