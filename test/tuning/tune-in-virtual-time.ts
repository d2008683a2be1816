import type { UserConfig } from '../../src/config/index.ts';
import { resolveConfig } from '../../src/config/index.ts';
import { openEndpoint } from '../../src/gateway/open-endpoint.ts';
import { sleep } from '../../src/kernel/sleep.ts';
import type { ServedBatching, TunableEndpoint } from '../../src/tuning/tunable-endpoint.ts';
import { prepareTune } from '../../src/tuning/tune.ts';
import type { TuneReport } from '../../src/tuning/tune-report.ts';
import type { TuneRequest } from '../../src/tuning/tune-request.ts';
import type { UpstreamCall, UpstreamReply } from '../../src/upstreams/port.ts';
import { HeapClock } from '../support/heap-clock.ts';

export interface SentCall {
  readonly items: number;
  readonly beganAt: number;
  /** Undefined until it was answered. */
  tookMs: number | undefined;
}

export interface World {
  /** Of the simulated model. */
  readonly device?: Readonly<Record<string, unknown>>;
  readonly codec?: string | Readonly<Record<string, unknown>>;
  readonly batching?: Readonly<Record<string, unknown>>;
  readonly request?: Partial<TuneRequest>;
  /** What the model answers instead of itself, or that it answers itself. */
  readonly says?: (call: UpstreamCall, now: number) => UpstreamReply | undefined;
  /** Milliseconds that a call takes longer than the model's own. */
  readonly extraMs?: (now: number) => number;
  /** What the gateway does instead of what it is told. */
  readonly servedAs?: (batching: ServedBatching) => ServedBatching;
  /** Milliseconds after which it is asked to stop. */
  readonly stopAt?: number;
  /** Where the calls are noted down, for runs that fail too. */
  readonly sent?: SentCall[];
}

export interface Tuned {
  readonly report: TuneReport;
  readonly sent: readonly SentCall[];
  /** Milliseconds it took. */
  readonly tookMs: number;
}

export const REQUEST: TuneRequest = {
  headers: { 'content-type': 'application/json' },
  concurrency: [1, 2, 4, 8],
  maxCalls: 400,
  maxSeconds: 120,
};

/** Tunes an endpoint with a simulated model, in no time. */
export async function tuneInVirtualTime({
  device = {},
  codec = 'kserve-v1',
  batching = {},
  request,
  says,
  extraMs,
  stopAt,
  servedAs = (wanted) => wanted,
  sent = [],
}: World): Promise<Tuned> {
  const clock = new HeapClock(1);
  const endpoints = { sim: { upstream: { type: 'simulated', ...device }, codec, batching } } as UserConfig['endpoints'];
  const config = resolveConfig({ endpoints }).endpoints['sim'];
  if (config === undefined) throw new Error('Expected the endpoint');
  const endpoint = await openEndpoint('sim', config, clock);
  const upstream = {
    ...endpoint.upstream,
    invoke: async (call: UpstreamCall, signal: AbortSignal) => {
      const beganAt = clock.now();
      const told: SentCall = { items: call.itemCount, beganAt, tookMs: undefined };
      sent.push(told);
      if (extraMs !== undefined) await sleep(clock, extraMs(clock.now()), signal);
      const reply = says?.(call, clock.now()) ?? (await endpoint.upstream.invoke(call, signal));
      told.tookMs = clock.now() - beganAt;
      return reply;
    },
  };
  const served: TunableEndpoint['served'] = (wanted, over) => endpoint.served(servedAs(wanted), over);
  const prepared = await prepareTune({ ...endpoint, upstream, served }, { ...REQUEST, ...request });
  const stop = new AbortController();
  if (stopAt !== undefined) clock.at(stopAt, () => stop.abort());
  let isOver = false;
  const running = prepared.run(stop.signal).finally(() => {
    isOver = true;
  });
  await Promise.all([clock.runUntil(Number.MAX_SAFE_INTEGER, () => isOver), running.catch(() => {})]);
  return { report: await running, sent, tookMs: clock.now() };
}

export function lines(...bodies: readonly unknown[]): AsyncIterable<Uint8Array> {
  const text = bodies.map((body) => `${typeof body === 'string' ? body : JSON.stringify(body)}\n`).join('');
  return (async function* () {
    yield Buffer.from(text);
  })();
}
