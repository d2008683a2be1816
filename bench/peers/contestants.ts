import type { Contestant } from '../contestants/contestant.ts';
import type { Absent } from './absent.ts';
import type { Best, BestOfPeer } from './best.ts';
import { available } from './install/installation.ts';
import { type Peer, type Settings, settingsText } from './peer.ts';
import { peerContestant } from './peer-contestant.ts';
import type { Stage } from './stage.ts';

const BEST = '-best';

/** A peer's default settings, and the best known, each as a contestant. */
export function contestantsOf(stage: Stage, peer: Peer, best: Best): Contestant[] {
  const { name, label } = peer;
  const about = { name: `${name}-default`, label: `${label}, defaults`, settings: 'no knob set' };
  const defaults = peerContestant(stage, peer, { ...about, settingsAt: () => ({}) });
  const { at } = best[name] ?? {};
  if (at === undefined || Object.keys(at).length === 0) return [defaults];
  const atBest = { name: `${name}${BEST}`, label: `${label}, at its best`, settings: bestText(at) };
  return [defaults, peerContestant(stage, peer, { ...atBest, settingsAt: (clients) => bestSettings(at, clients) })];
}

export function isBest({ name }: Pick<Contestant, 'name'>): boolean {
  return name.endsWith(BEST);
}

/** Of the client count closest to it, by their ratio, among those that were swept. */
export function bestSettings(at: BestOfPeer['at'], clients: number): Settings {
  const distance = (count: string) => Math.abs(Math.log(Number(count) / clients));
  const [closest = ''] = Object.keys(at).toSorted((a, b) => distance(a) - distance(b));
  return at[closest]?.settings ?? {};
}

function bestText(at: BestOfPeer['at']): string {
  return Object.entries(at)
    .map(([clients, { settings }]) => `${settingsText(settings)} (best at ${clients} clients)`)
    .join('; ');
}

export async function presentAndAbsent(peers: readonly Peer[]): Promise<{ present: Peer[]; absent: Absent[] }> {
  const present: Peer[] = [];
  const absent: Absent[] = [];
  for (const peer of peers) {
    const found = await available(peer.installation);
    if (found === 'ready') present.push(peer);
    else absent.push({ peer: peer.name, reason: found.absent });
  }
  return { present, absent };
}
