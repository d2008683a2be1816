import type { Benchmark } from '../benchmark.ts';
import { isClean } from '../load/figures.ts';
import { chartsOf } from '../report/charts.ts';
import { filesOf } from '../report/files.ts';
import type { Result } from '../report/result.ts';
import { tableOf } from '../report/table.ts';
import { runScenario } from '../run-scenario.ts';
import type { Scenario } from '../scenario.ts';

export function benchmarkOf(scenario: Scenario): Benchmark {
  return {
    name: scenario.name,
    async run({ plan, asked }, bench) {
      const result = await runScenario(scenario, { plan, asked, ...bench });
      return { text: tableOf(result), files: filesOf(result, chartsOf(result)), complaints: complaints(result) };
    },
  };
}

/** What peers do wrong is in the table, and not for us to mend. */
export function complaints({ cells, peers }: Result): string[] {
  const besidePeers = (peers?.blocks ?? []).flatMap((block) =>
    block.cells.filter(({ contestant }) => contestant !== block.peer.name),
  );
  const runs = [...cells, ...besidePeers].flatMap((cell) => cell.runs);
  const voids = runs.filter(({ open }) => open?.isVoid).length;
  return [
    ...(runs.every(isClean)
      ? []
      : ['Some requests had no answer, an error, or an answer that was not their own: see the table.']),
    ...(voids === 0 ? [] : [`${voids} of ${runs.length} runs are void: the load generator was late, or near to what it can do.`]),
  ];
}
