import { aboutNow } from '../report/about.ts';
import { Contest } from './measure.ts';
import type { CodecsPlan } from './plan.ts';
import type { CodecsResult } from './result.ts';
import { WORKS } from './work.ts';

export interface CodecsOptions {
  readonly plan: CodecsPlan;
  readonly command: string;
  readonly progress: (line: string) => void;
}

/**
 * Joining and splitting by byte ranges against the same by JSON.parse and JSON.stringify.
 * @throws {Error} where the two do not say the same
 */
export function runCodecs({ plan, command, progress }: CodecsOptions): CodecsResult {
  const about = aboutNow(command);
  const contests = WORKS.flatMap((work) => plan.batches.map((batch) => new Contest(work, batch, plan.seed)));
  if (!contests.every((contest) => contest.agrees())) throw new Error('Expected both sides to say the same');
  progress('codecs: warm-up');
  for (const contest of contests) contest.warmUp(plan.warmUpMs);
  for (let round = 0; round < plan.rounds; round += 1) {
    progress(`codecs: round ${round + 1}/${plan.rounds}`);
    for (const contest of contests) contest.round(round, plan);
  }
  return {
    scenario: 'codecs',
    title: 'Codecs',
    facts: 'requests joined to a call and its reply split, by byte ranges and by JSON.parse and JSON.stringify; one thread',
    ...about,
    settings: plan,
    works: WORKS.map(({ name, contract: { codec }, items, results }) => ({
      name,
      codec,
      items: items.facts,
      results: results.facts,
    })),
    cells: contests.map((contest) => contest.cell()),
  };
}
