import { join } from 'node:path';
import { type CommandLine, readCommandLine, USAGE } from './command-line.ts';
import { isClean } from './load/figures.ts';
import { ROOT } from './processes/program.ts';
import { Programs } from './processes/programs.ts';
import { tableOf } from './report/table.ts';
import { writeResult } from './report/write.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/registry.ts';

const argv = process.argv.slice(2);
const command = ['npm run bench', ...(argv.length === 0 ? [] : ['--', ...argv])].join(' ');
const say = (line: string): void => void process.stderr.write(`${line}\n`);

const programs = new Programs();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    say('stopping');
    void programs.stopAll().then(() => process.exit(130));
  });
}

function chosen({ scenario }: CommandLine): readonly Scenario[] {
  const found = SCENARIOS.filter(({ name }) => scenario === undefined || name === scenario);
  if (found.length > 0) return found;
  throw new Error(`Expected one of ${SCENARIOS.map(({ name }) => name).join(', ')}, got ${scenario}`);
}

/** Whether every request had its own answer. */
async function runOne(scenario: Scenario, { plan, short }: CommandLine): Promise<boolean> {
  const result = await runScenario(scenario, { plan, command, programs, progress: say });
  const directory = short ? 'bench/results/short' : 'bench/results';
  const files = writeResult(result, join(ROOT, directory));
  process.stdout.write(`\n${tableOf(result)}\n`);
  say(`written: ${files.map((file) => `${directory}/${file}`).join(', ')}`);
  return result.cells.every(({ runs }) => runs.every(isClean));
}

try {
  const commandLine = readCommandLine(argv);
  let clean = true;
  for (const scenario of chosen(commandLine)) clean = (await runOne(scenario, commandLine)) && clean;
  if (!clean) say('Some requests had no answer, an error, or an answer that was not their own: see the table.');
  process.exitCode = clean ? 0 : 1;
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}
