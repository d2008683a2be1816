import { closed } from '../../bench/load/load.ts';
import { cell } from '../../bench/measure/cell.ts';
import { SHORT } from '../../bench/measure/plan.ts';
import { findRatio, throughput } from '../../bench/measure/ratio.ts';
import type { Result } from '../../bench/report/result.ts';

/** Answers a second in each round, by contestant. */
export type Rounds = Readonly<Record<string, readonly number[]>>;

const FIGURES = { answers: 1, p50Ms: 1, p99Ms: 1, p999Ms: 1, maxMs: 1, replies: 1, non2xx: 0, wrong: 0, errors: 0 };

/** Of a scenario of 16 clients, whose first contestant is aimed to do as much as its second. */
export function scenarioResult(rounds: Rounds): Result {
  const names = Object.keys(rounds);
  const cells = names.map((contestant) => {
    const runs = (rounds[contestant] ?? []).map((perSecond) => ({ ...FIGURES, perSecond }));
    return cell({ contestant, load: '16 clients', size: 16, runs });
  });
  const [of = '', to = ''] = names;
  return {
    scenario: 'idle',
    title: 'A title',
    facts: 'what the model does',
    command: 'npm run bench -- idle',
    date: '2026-01-02T03:04:05.000Z',
    commit: { hash: 'abc1234', dirty: false },
    machine: { cpu: 'a processor', cores: 2, memoryGiB: 8, node: 'v20', os: 'Linux x64' },
    settings: SHORT,
    loads: closed(16),
    contestants: names.map((name) => ({ name, label: `The ${name}`, setup: '' })),
    loadGeneratorCeiling: { ...FIGURES, perSecond: 1000 },
    ratios: [findRatio(throughput(of, to, '16 clients', { atLeast: 0.9 }), cells)].filter((found) => found !== undefined),
    cells,
  };
}
