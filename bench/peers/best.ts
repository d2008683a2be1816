import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Machine } from '../report/machine.ts';
import type { Settings } from './peer.ts';

const FILE = fileURLToPath(new URL('best.json', import.meta.url));

/** What `peers sweep` found, by peer. */
export type Best = Readonly<Record<string, BestOfPeer>>;

export interface BestOfPeer {
  readonly version: string;
  /** ISO 8601. */
  readonly date: string;
  readonly machine: Machine;
  /** Settings that were tried, the defaults among them. */
  readonly tried: number;
  /** By client count. */
  readonly at: Readonly<Record<string, Tried>>;
}

/** Some settings and what they gave. */
export interface Tried {
  readonly settings: Settings;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Answers that were not the caller's own, were errors, or did not come. */
  readonly faults: number;
}

export function readBest(): Best {
  return existsSync(FILE) ? (JSON.parse(readFileSync(FILE, 'utf8')) as Best) : {};
}

/** What was not swept this time stays as it was. */
export function writeBest(found: Best): void {
  const all = Object.entries({ ...readBest(), ...found }).sort(([a], [b]) => a.localeCompare(b));
  writeFileSync(FILE, `${JSON.stringify(Object.fromEntries(all), null, 2)}\n`);
}

/** Throughput differs by less than this from run to run. */
const ALIKE = 0.98;

/** The quickest of those whose throughput is within 2 % of the most; without faults, if any is. */
export function bestOf(tried: readonly Tried[]): Tried | undefined {
  const clean = tried.filter(({ faults }) => faults === 0);
  const candidates = clean.length > 0 ? clean : tried;
  const most = Math.max(...candidates.map(({ perSecond }) => perSecond));
  const alike = candidates.filter(({ perSecond }) => perSecond >= ALIKE * most);
  return alike.toSorted((a, b) => a.p50Ms - b.p50Ms)[0];
}
