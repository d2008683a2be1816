import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** A command that goes on until it is told to stop. */
export interface Service {
  close(): Promise<void>;
}

/** Starts it, and waits until it is ready at that port. @throws {Error} where it ends, with what it said */
export async function startService(command: string, port: number, cwd: string, env: Record<string, string>): Promise<Service> {
  const child = spawn('bash', ['-c', command.replace(/^((?:\w+=\S* )*)/, '$1exec ')], {
    cwd,
    env: environment(cwd, env),
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'close');
  let said = '';
  child.stderr.on('data', (chunk) => (said += String(chunk)));
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`${command}\n${said}`);
    await setTimeout(25);
  }
  return {
    close: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** In which `tidegate` and this `node` are found. */
export function environment(cwd: string, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  return { ...process.env, ...env, PATH: `${cwd}/.bin:${path.dirname(process.execPath)}:${process.env['PATH']}` };
}

/** Whether it takes work; where health is on a port of its own, whether it is there. */
function answers(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/ping`).then(
    ({ status }) => status === 200,
    () => false,
  );
}
