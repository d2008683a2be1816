import type { Contestant } from '../contestants/contestant.ts';
import { type Contest, measure } from '../measure/rounds.ts';
import type { Programs } from '../processes/programs.ts';
import { entrantOf } from '../report/entrant.ts';
import { reasonOf } from './absent.ts';
import { readBest } from './best.ts';
import { contestantsOf, presentAndAbsent } from './contestants.ts';
import { type Faults, findFaults } from './faults/find-faults.ts';
import { peerRatios } from './ratios.ts';
import { peersNamed } from './registry.ts';
import type { Block, PeersResult } from './result.ts';
import { Stage } from './stage.ts';

/** Those of a scenario who are measured beside every peer again. */
const BESIDE: readonly string[] = ['gateway', 'ready-made'];

/** Those named that are installed, one after the other, in a block of rounds each for their default and their best settings. */
export async function measurePeers(
  contest: Contest,
  programs: Programs,
  modelUrl: string,
  names: readonly string[],
): Promise<PeersResult> {
  const { present, absent } = await presentAndAbsent(peersNamed(names));
  const stage = new Stage(programs, modelUrl);
  const best = readBest();
  const blocks: Block[] = [];
  const faults: Faults[] = [];
  const orAbsent = async (name: string, doIt: () => Promise<void>) => {
    await doIt().catch((error: unknown) => absent.push({ peer: name, reason: reasonOf(error) }));
  };
  for (const peer of present) {
    for (const contestant of contestantsOf(stage, peer, best)) {
      contest.progress(`peer: ${contestant.label}: ${contestant.setup}`);
      await orAbsent(contestant.name, async () => void blocks.push(await blockOf(contest, contestant)));
    }
    await stage.clear();
    await orAbsent(peer.name, async () => void faults.push(await findFaults(programs, peer, best)));
  }
  return { blocks, absent, faults };
}

/** The peer's turn is the first, so that it is up in those of the others too. */
async function blockOf(contest: Contest, peer: Contestant): Promise<Block> {
  const beside = contest.contestants.filter(({ name }) => BESIDE.includes(name));
  const cells = await measure({ ...contest, contestants: [peer, ...beside] });
  return { peer: entrantOf(peer), cells, ratios: peerRatios(peer.name, cells) };
}
