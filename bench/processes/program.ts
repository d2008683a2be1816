import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Usage, usageOf } from './usage.ts';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const START_LIMIT_MS = 30_000;
const STOP_LIMIT_MS = 5_000;
const POLL_MS = 25;
/** Characters of what a program said that are kept for the error message. */
const KEPT = 2_000;

export interface ProgramSpec {
  readonly name: string;
  /** Of Node; relative to the repository. */
  readonly args: readonly string[];
  readonly url: string;
  /** Answered with a status below 500 once the program serves. */
  readonly readyPath: string;
}

/** A server process of the benchmark: `starting -> up -> stopping -> gone`; from anywhere else `gone` is a fault. */
export class Program {
  readonly #spec: ProgramSpec;
  readonly #child: ChildProcess;
  readonly #exited: Promise<unknown>;
  #stopping = false;
  #said = '';

  constructor(spec: ProgramSpec) {
    this.#spec = spec;
    this.#child = spawn(process.execPath, spec.args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
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
    const limit = performance.now() + START_LIMIT_MS;
    while (!(await this.#serves())) {
      if (this.#gone) throw this.#fault('did not start');
      if (performance.now() > limit) throw this.#fault(`did not start within ${START_LIMIT_MS / 1000} s`);
      await pause(POLL_MS);
    }
  }

  /** Asks it to stop; ends it when it will not. */
  async stop(): Promise<void> {
    this.#stopping = true;
    if (this.#gone) return;
    this.#child.kill('SIGTERM');
    const impatience = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.#exited;
    clearTimeout(impatience);
  }

  get #gone(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  async #serves(): Promise<boolean> {
    try {
      const { status } = await fetch(new URL(this.#spec.readyPath, this.#spec.url));
      return status < 500;
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
