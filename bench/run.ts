import { join } from 'node:path';
import { codecsPlan } from './codecs/plan.ts';
import { runCodecs } from './codecs/run-codecs.ts';
import { codecsTable } from './codecs/table.ts';
import { type CommandLine, readCommandLine, USAGE } from './command-line.ts';
import { isClean } from './load/figures.ts';
import { overloadChart } from './overload/chart.ts';
import { overloadPlan } from './overload/plan.ts';
import { complaints, runOverload } from './overload/run-overload.ts';
import { overloadTable } from './overload/table.ts';
import { fullCellText } from './policies/report/cell-text.ts';
import { tableOf as policiesTable } from './policies/report/table.ts';
import { writePolicies } from './policies/report/write.ts';
import { complaints as policiesComplaints, runPolicies } from './policies/run-policies.ts';
import { ROOT } from './processes/program.ts';
import { Programs } from './processes/programs.ts';
import { tableOf } from './report/table.ts';
import { writeFiles, writeResult } from './report/write.ts';
import { runScenario } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios/registry.ts';
import { streamPlan } from './stream/plan.ts';
import { runStream, complaints as streamComplaints } from './stream/run-stream.ts';
import { streamTable } from './stream/table.ts';

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

/** Resolves with whether all was as it must be, targets aside. */
type Benchmark = (commandLine: CommandLine) => Promise<boolean>;

const BENCHMARKS: Readonly<Record<string, Benchmark>> = {
  ...Object.fromEntries(SCENARIOS.map((scenario) => [scenario.name, (commandLine) => runOne(scenario, commandLine)])),
  overload: overloadOnce,
  policies: policiesOnce,
  codecs: codecsOnce,
  stream: streamOnce,
};

function chosen({ scenario }: CommandLine): readonly Benchmark[] {
  const found = Object.keys(BENCHMARKS).filter((name) => scenario === undefined || name === scenario);
  if (found.length > 0) return found.flatMap((name) => BENCHMARKS[name] ?? []);
  throw new Error(`Expected one of ${Object.keys(BENCHMARKS).join(', ')}, got ${scenario}`);
}

/** Whether every request had its own answer. */
async function runOne(scenario: Scenario, { plan, short }: CommandLine): Promise<boolean> {
  const result = await runScenario(scenario, { plan, command, programs, progress: say });
  process.stdout.write(`\n${tableOf(result)}\n`);
  written(short, (directory) => writeResult(result, directory));
  const clean = result.cells.every(({ runs }) => runs.every(isClean));
  if (!clean) say('Some requests had no answer, an error, or an answer that was not their own: see the table.');
  return clean;
}

async function overloadOnce({ asked, short }: CommandLine): Promise<boolean> {
  const result = await runOverload({ plan: overloadPlan(asked, short), command, programs, progress: say });
  process.stdout.write(`\n${overloadTable(result)}\n`);
  written(short, (directory) => writeFiles(result, { 'in-time': overloadChart(result) }, directory));
  const wrongs = complaints(result);
  for (const each of wrongs) say(each);
  return wrongs.length === 0;
}

async function policiesOnce({ short, only }: CommandLine): Promise<boolean> {
  const result = await runPolicies({ command, short, only, progress: say });
  if (only !== undefined) process.stdout.write(`${result.cells.map(fullCellText).join('\n')}\n`);
  process.stdout.write(`\n${policiesTable(result.cells)}\n`);
  if (only === undefined) written(short, (directory) => writePolicies(result, directory));
  const wrongs = policiesComplaints(result);
  for (const each of wrongs) say(each);
  return wrongs.length === 0;
}

async function codecsOnce({ asked, short }: CommandLine): Promise<boolean> {
  const result = runCodecs({ plan: codecsPlan(asked, short), command, progress: say });
  process.stdout.write(`\n${codecsTable(result)}\n`);
  written(short, (directory) => writeFiles(result, {}, directory));
  return true;
}

async function streamOnce({ asked, short }: CommandLine): Promise<boolean> {
  const result = await runStream({ plan: streamPlan(asked, short), command, programs, progress: say });
  process.stdout.write(`\n${streamTable(result)}\n`);
  written(short, (directory) => writeFiles(result, {}, directory));
  const wrongs = streamComplaints(result);
  for (const each of wrongs) say(each);
  return wrongs.length === 0;
}

function written(short: boolean, write: (directory: string) => readonly string[]): void {
  const directory = short ? 'bench/results/short' : 'bench/results';
  const files = write(join(ROOT, directory));
  say(`written: ${files.map((file) => `${directory}/${file}`).join(', ')}`);
}

try {
  const commandLine = readCommandLine(argv);
  let clean = true;
  for (const benchmark of chosen(commandLine)) clean = (await benchmark(commandLine)) && clean;
  process.exitCode = clean ? 0 : 1;
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}
