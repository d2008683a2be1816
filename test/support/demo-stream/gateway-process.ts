import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));
const STARTS_WITHIN_MS = 20_000;

export interface GatewayProcess {
  readonly url: string;
  /** Aborted when it ends. */
  readonly ended: AbortSignal;
  /** Tells it to stop. @returns whether it did in order */
  stop(): Promise<boolean>;
}

/** `tidegate serve`, as built, in a process of its own. @throws {Error} when it does not come up */
export async function startGatewayProcess(configPath: string, port: number): Promise<GatewayProcess> {
  const args = [MAIN, 'serve', '-c', configPath, '--port', String(port)];
  // In a group of its own: Ctrl-C is for the demo, which stops the gateway when what was sent is done.
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], detached: true });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const ended = new AbortController();
  const exited = once(child, 'exit').then(() => ended.abort());
  const url = `http://127.0.0.1:${port}`;
  for (const until = performance.now() + STARTS_WITHIN_MS; !(await isReady(url)); await pause(50)) {
    if (ended.signal.aborted || performance.now() > until) throw new Error('The gateway did not come up');
  }
  return {
    url,
    ended: ended.signal,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      process.off('exit', end);
      return child.exitCode === 0;
    },
  };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}

/** Items a call, on average so far. */
export async function meanBatchSize(url: string): Promise<number> {
  const metrics = await (await fetch(`${url}/metrics`)).text();
  const total = (name: string): number =>
    Number(new RegExp(`^tidegate_batch_size_${name}\\{.*\\} (\\S+)$`, 'm').exec(metrics)?.[1]);
  return total('sum') / total('count');
}
