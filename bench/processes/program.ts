import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Usage, usageOf } from './usage.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_LIMIT_MS = 30_000;
const READY_BELOW = 500;
const STOP_LIMIT_MS = 5_000;
const POLL_MS = 25;
/** Characters of what a program said that are kept for the error message. */
const KEPT = 2_000;

export interface ProgramSpec {
  readonly name: string;
  /** @default Node */
  readonly command?: string;
  /** Relative to the repository. */
  readonly args: readonly string[];
  /** Beside this process's own. */
  readonly env?: Readonly<Record<string, string>>;
  readonly url: string;
  readonly readyPath: string;
  /** Statuses below it, at `readyPath`, say that the program serves. @default 500 */
  readonly readyBelow?: number;
  /** @default 30 s */
  readonly startLimitMs?: number;
  /** Its end, once it served, is for the figures to show, and does not break the run. */
  readonly mayEnd?: boolean;
}

/** A server process of the benchmark, with all that it starts in its group: `starting -> up -> stopping -> gone`; from anywhere else `gone` is a fault. */
export class Program {
  readonly #spec: ProgramSpec;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #stopping = false;
  #said = '';

  constructor(spec: ProgramSpec) {
    this.#spec = spec;
    const { command = process.execPath, args } = spec;
    const env = { ...process.env, ...spec.env };
    this.#child = spawn(command, args, { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#exited = once(this.#child, 'exit');
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk) => (this.#said = (this.#said + String(chunk)).slice(-KEPT)));
    }
  }

  usage(): Usage | undefined {
    return usageOf(this.#child.pid);
  }

  /** Resolves when the program ends, with an error unless it was asked to. */
  async ended(): Promise<Error | undefined> {
    await this.#exited;
    return this.#stopping ? undefined : this.#fault('ended by itself');
  }

  /** Resolves once it serves. @throws {Error} with what it said, when it ends or takes too long. */
  async ready(): Promise<void> {
    const { startLimitMs = START_LIMIT_MS } = this.#spec;
    const limit = performance.now() + startLimitMs;
    while (!(await this.#serves())) {
      if (this.#gone) throw this.#fault('did not start');
      if (performance.now() > limit) throw this.#fault(`did not start within ${startLimitMs / 1000} s`);
      await pause(POLL_MS);
    }
  }

  /** Asks it to stop; ends it when it will not, and what it leaves behind. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (!this.#gone) {
      this.#child.kill('SIGTERM');
      const impatience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
      await this.#exited;
      clearTimeout(impatience);
    }
    this.#endGroup();
  }

  #endGroup(): void {
    try {
      if (this.#child.pid !== undefined) process.kill(-this.#child.pid, 'SIGKILL');
    } catch {
      // Nobody is left in it.
    }
  }

  get #gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #serves(): Promise<boolean> {
    try {
      const { url, readyPath, readyBelow = READY_BELOW } = this.#spec;
      const { status } = await fetch(new URL(readyPath, url));
      return status < readyBelow;
    } catch {
      return false;
    }
  }

  #fault(what: string): Error {
    const { exitCode, signalCode } = this.#child;
    const how = this.#gone ? ` (${signalCode ?? `exit code ${exitCode}`})` : '';
    return new Error(`${this.#spec.name} ${what}${how}; it said:\n${this.#said.trim() || '(nothing)'}`);
  }
}
