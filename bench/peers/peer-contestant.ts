import type { Contestant } from '../contestants/contestant.ts';
import { modelCounters } from '../contestants/model-counters.ts';
import { closedLoop } from '../load/closed-loop.ts';
import type { Figures } from '../load/figures.ts';
import { clientsOf } from '../load/load.ts';
import type { Duration } from '../load/recorder.ts';
import { untilSilent } from '../measure/quiet.ts';
import type { Peer, Settings } from './peer.ts';
import { numbered } from './requests/numbered.ts';
import type { Stage } from './stage.ts';

/** Load on what was just started, before any is recorded. */
const WARM_UP_SECONDS = 3;
/** So many of the longest waits are recorded at least. */
const WAITS = 3;
/** Longer than between two calls of one that makes them one after the other. */
const SILENCE_MS = 300;

export interface Appearing {
  readonly name: string;
  readonly label: string;
  /** In words. */
  readonly settings: string;
  readonly settingsAt: (clients: number) => Settings;
}

/** A peer with one choice of settings, which is started when its turn comes; of closed loops only. */
export function peerContestant(stage: Stage, peer: Peer, { name, label, settings, settingsAt }: Appearing): Contestant {
  return {
    name,
    label,
    setup: `${peer.version}, ${settings}`,
    url: () => stage.modelUrl,
    workload: numbered(peer.dialect),
    takesPart: ({ kind }) => kind === 'closed',
    counters: () => modelCounters(stage.modelUrl),
    run: (load, duration) =>
      appear(stage, peer, { ...duration, clients: clientsOf(load), settings: settingsAt(clientsOf(load)) }),
  };
}

export interface Appearance extends Duration {
  readonly clients: number;
  readonly settings: Settings;
}

/** One run of load on a peer. @throws {Error} when it does not start */
export async function appear(stage: Stage, peer: Peer, { clients, settings, ...duration }: Appearance): Promise<Figures> {
  const longestWaitMs = peer.longestWaitMs?.(settings) ?? 0;
  const { url, fresh } = await stage.bring(peer, settings);
  const figures = await closedLoop({
    url: `${url}${peer.path}`,
    clients,
    workload: numbered(peer.dialect),
    settleSeconds: duration.settleSeconds + (fresh ? WARM_UP_SECONDS : 0),
    seconds: Math.max(duration.seconds, (WAITS * longestWaitMs) / 1000),
  });
  // What it still holds for clients who have left would be sent in the middle of the next run.
  await untilSilent(() => modelCounters(stage.modelUrl), longestWaitMs + SILENCE_MS);
  return figures;
}
