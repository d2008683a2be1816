import { modelCounters } from '../contestants/model-counters.ts';
import { untilQuiet } from '../measure/quiet.ts';
import type { Progress } from '../measure/rounds.ts';
import { thisMachine } from '../report/machine.ts';
import { reasonOf } from './absent.ts';
import { type BestOfPeer, bestOf, type Tried } from './best.ts';
import { type Peer, type Settings, settingsText } from './peer.ts';
import { appear } from './peer-contestant.ts';
import type { Stage } from './stage.ts';

export const SWEPT_CLIENTS: readonly number[] = [16, 64];
const DURATION = { seconds: 2, settleSeconds: 0.5 };

/** Tries all settings of a peer. Those that do not start, or break, are said and left out. */
export async function sweep(stage: Stage, peer: Peer, progress: Progress): Promise<BestOfPeer> {
  const tried = new Map<number, Tried[]>(SWEPT_CLIENTS.map((clients) => [clients, []]));
  const choices: readonly Settings[] = [{}, ...peer.grid];
  for (const settings of choices) {
    try {
      for (const clients of SWEPT_CLIENTS) {
        const result = await trial(stage, peer, settings, clients);
        tried.get(clients)?.push(result);
        progress(line(peer, clients, result));
      }
    } catch (error) {
      progress(`${peer.name}: ${settingsText(settings)}: ${reasonOf(error)}`);
    }
  }
  const at = [...tried].flatMap(([clients, all]) => {
    const best = bestOf(all);
    return best === undefined ? [] : [[clients, best] as const];
  });
  const about = { version: peer.version, date: new Date().toISOString(), machine: thisMachine() };
  return { ...about, tried: choices.length, at: Object.fromEntries(at) };
}

async function trial(stage: Stage, peer: Peer, settings: Settings, clients: number): Promise<Tried> {
  await untilQuiet({ name: peer.name, counters: () => modelCounters(stage.modelUrl) });
  const { perSecond, p50Ms, p99Ms, wrong, non2xx, errors } = await appear(stage, peer, { ...DURATION, clients, settings });
  const digits = (value: number) => Number(value.toPrecision(4));
  const figures = { perSecond: digits(perSecond), p50Ms: digits(p50Ms), p99Ms: digits(p99Ms) };
  return { settings, ...figures, faults: wrong + non2xx + errors };
}

function line({ name }: Peer, clients: number, { settings, perSecond, p50Ms, p99Ms, faults }: Tried): string {
  const figures = `${perSecond}/s, p50 ${p50Ms} ms, p99 ${p99Ms} ms${faults > 0 ? `, ${faults} FAULTS` : ''}`;
  return `${name}, ${clients} clients: ${settingsText(settings)}: ${figures}`;
}
