import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { UserConfig } from '../../src/config/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface GatewayProcess {
  readonly url: string;
  /** Log lines so far. */
  readonly log: readonly Readonly<Record<string, unknown>>[];
  /** Sends it a signal; resolves when it has ended, with its exit code, null after a signal that it does not handle. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** Sends it a signal that it is to live through. */
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void;
  /** Gives it another config, and asks it to read it. */
  reconfigure(config: UserConfig): void;
  /** Resident memory now, in bytes. */
  residentBytes(): number;
  /** The value of one series of `/metrics`, by its exact name and labels; 0 when it is not there. */
  metric(series: string): Promise<number>;
}

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /** The path of a CommonJS module that is loaded before the gateway. */
  readonly preload?: string | undefined;
}

/** The built gateway as a process of its own, as users run it; stopped when the test ends. Needs `npm run build`. */
export async function startProcess(
  context: TestContext,
  config: UserConfig,
  { environment = {}, preload }: ProcessOptions = {},
): Promise<GatewayProcess> {
  const directory = mkdtempSync(join(tmpdir(), 'tidegate-fault-'));
  const file = join(directory, 'config.json');
  const write = (given: UserConfig): void =>
    writeFileSync(file, JSON.stringify({ ...given, server: { port: 0, ...given.server } }));
  write(config);
  const flags = preload === undefined ? [] : ['--require', preload];
  const child = spawn(process.execPath, [...flags, 'dist/main.js', 'serve', '-c', file], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close').then(([code]) => code as number | null);
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return ended;
  };
  context.after(async () => {
    await end('SIGKILL');
    rmSync(directory, { recursive: true });
  });
  const log: Record<string, unknown>[] = [];
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`The gateway ended with ${code}: ${JSON.stringify(log)}`)));
    createInterface(child.stderr).on('line', (line) => {
      const entry = line.startsWith('{') ? (JSON.parse(line) as Record<string, unknown>) : { msg: line };
      log.push(entry);
      if (entry['msg'] === 'listening') resolve(String(entry['url']));
    });
  });
  return {
    url,
    log,
    end,
    signal: (signal) => void child.kill(signal),
    reconfigure: (given) => {
      write(given);
      child.kill('SIGHUP');
    },
    residentBytes: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    metric: async (series) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      const line = text.split('\n').find((each) => each.startsWith(`${series} `));
      return line === undefined ? 0 : Number(line.slice(series.length + 1));
    },
  };
}
