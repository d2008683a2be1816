import { setTimeout as pause } from 'node:timers/promises';
import type { GatewayProcess } from '../../faults/gateway-process.ts';

/** What the gateway holds when nobody asks it for anything. */
export interface AtRest {
  readonly residentBytes: number;
  /** Used, after a collection of garbage. */
  readonly heapBytes: number;
  readonly sockets: number;
  readonly handles: number;
}

const SETTLES_MS = 250;

export async function atRest(gateway: GatewayProcess, headers: Readonly<Record<string, string>>): Promise<AtRest> {
  for (let times = 0; times < 2; times += 1) {
    await pause(SETTLES_MS);
    gateway.signal('SIGUSR2');
  }
  await pause(SETTLES_MS);
  const text = await (await fetch(`${gateway.url}/metrics`, { headers })).text();
  const value = (series: string): number =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.slice(series.length + 1) ?? 0,
    );
  return {
    residentBytes: gateway.residentBytes(),
    heapBytes: value('nodejs_heap_size_used_bytes'),
    sockets: value('nodejs_active_handles{type="Socket"}'),
    handles: value('nodejs_active_handles_total'),
  };
}
