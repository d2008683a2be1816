import { join } from 'node:path';
import type { Benchmark } from './benchmark.ts';
import { type CommandLine, readCommandLine, USAGE } from './command-line.ts';
import { ROOT } from './processes/program.ts';
import { Programs } from './processes/programs.ts';
import { chosen } from './registry.ts';
import { writeFiles } from './report/write.ts';

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

/** Whether all was as it must be, targets aside. Its processes are gone afterwards, whatever happens. */
async function runOne(benchmark: Benchmark, asked: CommandLine): Promise<boolean> {
  try {
    const { text, files, complaints } = await Promise.race([
      benchmark.run(asked, { command, programs, progress: say }),
      programs.broken,
    ]);
    process.stdout.write(`\n${text}\n`);
    written(files, asked.short);
    for (const each of complaints) say(each);
    return complaints.length === 0;
  } finally {
    await programs.stopAll();
  }
}

function written(files: Readonly<Record<string, string>>, short: boolean): void {
  const names = Object.keys(files);
  if (names.length === 0) return;
  const directory = short ? 'bench/results/short' : 'bench/results';
  writeFiles(files, join(ROOT, directory));
  say(`written: ${names.map((name) => `${directory}/${name}`).join(', ')}`);
}

try {
  const asked = readCommandLine(argv);
  let clean = true;
  for (const benchmark of chosen(asked.scenario)) clean = (await runOne(benchmark, asked)) && clean;
  process.exitCode = clean ? 0 : 1;
} catch (error) {
  say(`bench: ${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  process.exitCode = 1;
}
