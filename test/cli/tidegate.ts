import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type CliContext, runCli } from '../../src/cli/index.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A `tidegate` process under way. */
export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

/** Starts the command line as its own process, from the sources. */
export function start(args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts', ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  return { child, outcome: once(child, 'close').then(() => ({ code: child.exitCode, stdout, stderr })) };
}

/** Runs a command line inside this process, where that is all the same: it is much faster. Nobody asks it to stop. */
export async function runHere(
  argv: readonly string[],
  env: Record<string, string> = {},
  more: Partial<CliContext> = {},
): Promise<Outcome> {
  const said = { stdout: '', stderr: '' };
  const code = await runCli({
    argv,
    env,
    version: '1.2.3',
    stdout: { write: (text) => void (said.stdout += text) },
    stderr: { write: (text) => void (said.stderr += text) },
    answer: undefined,
    stopAsked: () => new Promise(() => {}),
    onReloadAsked: () => {},
    ...more,
  });
  return { code, ...said };
}

export function run(args: readonly string[], env: Record<string, string> = {}): Promise<Outcome> {
  return start(args, env).outcome;
}

const directory = mkdtempSync(join(tmpdir(), 'tidegate-cli-'));

/** Writes a config file and returns its path. */
export function configFile(name: string, text: string): string {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
}

/** A server on a port of its own, for tests that want the port taken, or free after `close`. */
export async function listener(): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return { server, port: address.port };
}

export async function freePort(): Promise<number> {
  const { server, port } = await listener();
  server.close();
  await once(server, 'close');
  return port;
}
