import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { ROOT } from '../processes/program.ts';
import { type Usage, usageOf } from '../processes/usage.ts';
import { wrongLines } from './lines.ts';

/** One file, sent through an endpoint once. */
export interface TransformRun {
  /** As the command says: from its start to the last line that was written, without the start of Node. */
  readonly perSecond: number;
  readonly wrong: number;
  readonly linesPerCall: number;
  readonly peakRssMiB: number;
  readonly cpuPer1000: number;
}

/** What of the command's own report is looked at. */
interface Said {
  readonly answered: number;
  readonly calls: number;
  readonly items: number;
  readonly seconds: number;
}

/** Often enough that little is missed of a process's last moments. */
const LOOK_MS = 50;

/** Starts the command, as built. @throws {Error} with what it said, when it fails */
export async function transformOnce(config: string, input: string, lines: number): Promise<TransformRun> {
  const output = `${input}.out`;
  const args = ['dist/main.js', 'transform', '-c', config, '--endpoint', 'bench', '--input', input, '--output', output, '--json'];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  let usage: Usage | undefined;
  const looks = setInterval(() => (usage = usageOf(child.pid) ?? usage), LOOK_MS);
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  clearInterval(looks);
  if (code !== 0) throw new Error(`transform ended with ${String(code)}:\n${said}${complained.slice(-2000)}`);
  const { answered, calls, items, seconds } = JSON.parse(said) as Said;
  const wrong = await wrongLines(output, lines);
  for (const file of [output, `${output}.errors.jsonl`]) rmSync(file, { force: true });
  return {
    perSecond: answered / seconds,
    wrong,
    linesPerCall: items / calls,
    peakRssMiB: usage?.peakRssMiB ?? Number.NaN,
    cpuPer1000: ((usage?.cpuSeconds ?? Number.NaN) / answered) * 1000,
  };
}
