import type { Bench, Benchmark } from '../benchmark.ts';
import { SERIAL } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import { absentLine } from './absent.ts';
import { readBest, writeBest } from './best.ts';
import { presentAndAbsent } from './contestants.ts';
import { findFaults } from './faults/find-faults.ts';
import { faultsLine } from './faults/text.ts';
import { install } from './install/installation.ts';
import type { Peer } from './peer.ts';
import { peersNamed } from './registry.ts';
import { Stage } from './stage.ts';
import { sweep } from './sweep.ts';

/** `peers install`, `peers sweep` and `peers faults`, each of all or of those named. */
export const peers: Benchmark = {
  name: 'peers',
  async run({ operands: [task = 'nothing', ...names] }, bench) {
    const doIt = TASKS[task];
    if (doIt === undefined) throw new Error(`Expected peers ${Object.keys(TASKS).join(', ')}, got ${task}`);
    const lines = await doIt(peersNamed(names), bench);
    return { text: lines.join('\n'), files: {}, complaints: [] };
  },
};

/** What came of it, in lines. */
type Task = (peers: readonly Peer[], bench: Bench) => Promise<string[]>;

const TASKS: Readonly<Record<string, Task>> = { install: installAll, sweep: sweepAll, faults: faultsOfAll };

async function installAll(peers: readonly Peer[], { progress }: Bench): Promise<string[]> {
  const lines: string[] = [];
  for (const { name, version, installation } of peers) {
    progress(`${name} ${version}: installing`);
    const found = await install(installation);
    lines.push(found === 'ready' ? `${name} ${version}: ready` : absentLine({ peer: name, reason: found.absent }));
  }
  return lines;
}

async function sweepAll(peers: readonly Peer[], { programs, progress }: Bench): Promise<string[]> {
  const { present, absent } = await presentAndAbsent(peers);
  const model = await startModel(programs, SERIAL);
  const stage = new Stage(programs, new URL(model).origin);
  for (const peer of present) writeBest({ [peer.name]: await sweep(stage, peer, progress) });
  return [...present.map(({ name }) => `${name}: swept`), ...absent.map(absentLine)];
}

async function faultsOfAll(peers: readonly Peer[], { programs, progress }: Bench): Promise<string[]> {
  const { present, absent } = await presentAndAbsent(peers);
  const lines: string[] = [];
  for (const peer of present) {
    progress(`${peer.name}: asking`);
    lines.push(faultsLine(await findFaults(programs, peer, readBest())));
  }
  return [...lines, ...absent.map(absentLine)];
}
