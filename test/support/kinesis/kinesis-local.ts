import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Emulator } from './emulator.ts';

const MAIN = fileURLToPath(import.meta.resolve('kinesis-local/main.js'));
const PRELOAD = fileURLToPath(new URL('./emulator-preload.cjs', import.meta.url));

const STARTS_WITHIN_MS = 30_000;

/** Milliseconds that a stream and its shards stay in transition: as short as makes waiting for them necessary. */
const TRANSITION = '20ms';

export interface KinesisLocal extends Emulator {
  readonly pid: number;
  /** Puts its clock forward, so that iterators expire. */
  advanceClock(ms: number): Promise<void>;
}

/** `kinesis-local` as a process of its own, on the loopback. @throws {Error} when it does not come up in time */
export async function startKinesisLocal(): Promise<KinesisLocal> {
  const [plainPort, tlsPort] = await freePorts();
  const child = fork(MAIN, [], {
    execArgv: ['--require', PRELOAD],
    env: { ...environment(), KINESIS_MOCK_PLAIN_PORT: String(plainPort), KINESIS_MOCK_TLS_PORT: String(tlsPort) },
    // It reads its certificate from where it stands.
    cwd: path.dirname(MAIN),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const said = tail(child);
  const url = `http://127.0.0.1:${plainPort}`;
  try {
    await untilHealthy(child, url);
  } catch (cause) {
    await kill(child);
    throw new Error(`kinesis-local did not come up: ${said()}`, { cause });
  }
  return {
    url,
    pid: child.pid ?? 0,
    close: () => kill(child),
    async advanceClock(ms) {
      child.send({ advanceMs: ms });
      await once(child, 'message');
    },
  };
}

function environment(): NodeJS.ProcessEnv {
  const { INITIALIZE_STREAMS: _, ...inherited } = process.env;
  const operations = ['CREATE_STREAM', 'DELETE_STREAM', 'MERGE_SHARDS', 'SPLIT_SHARD', 'UPDATE_SHARD_COUNT'];
  const durations = operations.map((operation) => [`${operation}_DURATION`, TRANSITION] as const);
  return { ...inherited, ...Object.fromEntries(durations), LOG_LEVEL: 'ERROR', SHARD_LIMIT: '500', AWS_REGION: 'us-east-1' };
}

async function untilHealthy(child: ChildProcess, url: string): Promise<void> {
  const until = performance.now() + STARTS_WITHIN_MS;
  while (performance.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`It ended with ${child.exitCode}`);
    if (await answers(url)) return;
    await delay(50);
  }
  throw new Error(`It did not answer within ${STARTS_WITHIN_MS} ms`);
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthcheck`, { signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

/** It ignores all signals but this one. */
async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

function tail(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => {
      text = (text + String(chunk)).slice(-2000);
    });
  return () => text;
}

async function freePorts(): Promise<[number, number]> {
  const servers = [createServer(), createServer()] as const;
  const ports = servers.map(async (server) => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  const [one = 0, other = 0] = await Promise.all(ports);
  await Promise.all(servers.map((server) => once(server.close(), 'close')));
  return [one, other];
}
