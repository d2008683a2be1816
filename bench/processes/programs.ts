import { freePort } from './free-port.ts';
import { Program, type ProgramSpec } from './program.ts';
import type { Usage } from './usage.ts';

/** Every process that the benchmark started, and nothing else. */
export class Programs {
  /** By URL. */
  readonly #running = new Map<string, Program>();
  #break: (fault: Error) => void = () => {};
  /** Rejects when a program ends that nobody asked to. */
  readonly broken = new Promise<never>((_resolve, reject) => {
    this.#break = reject;
  });

  constructor() {
    // It may break when nobody waits for it any more.
    this.broken.catch(() => {});
  }

  /** Starts a program with `--port N` at its end; resolves with its URL once it serves. */
  async start(spec: Omit<ProgramSpec, 'url'>): Promise<string> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const program = new Program({ ...spec, args: [...spec.args, '--port', String(port)], url });
    this.#running.set(url, program);
    try {
      await program.ready();
    } catch (error) {
      await this.stop(url);
      throw error;
    }
    if (!spec.mayEnd) void program.ended().then((fault) => fault && this.#break(fault));
    return url;
  }

  /** What the one that serves there has taken so far. */
  usage(url: string): Usage | undefined {
    return this.#running.get(url)?.usage();
  }

  /** Asks the one that serves there to stop; resolves when it is gone. */
  async stop(url: string): Promise<void> {
    const program = this.#running.get(url);
    this.#running.delete(url);
    await program?.stop();
  }

  async stopAll(): Promise<void> {
    await Promise.all([...this.#running.keys()].map((url) => this.stop(url)));
  }
}
