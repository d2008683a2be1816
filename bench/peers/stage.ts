import type { Programs } from '../processes/programs.ts';
import type { Peer, Settings } from './peer.ts';
import { newScratch, wipeScratch } from './scratch.ts';

const START_LIMIT_MS = 120_000;

export interface Up {
  readonly url: string;
  /** It has just been started, and has done nothing yet. */
  readonly fresh: boolean;
}

/** Has one peer up at a time: some of them are busy even when nothing is asked of them. */
export class Stage {
  readonly #programs: Programs;
  readonly modelUrl: string;
  #up: { readonly key: string; readonly url: string } | undefined;
  /** Where the one that is up leaves its files. */
  #scratch: string | undefined;

  constructor(programs: Programs, modelUrl: string) {
    this.#programs = programs;
    this.modelUrl = modelUrl;
  }

  /** @throws {Error} when it does not start */
  async bring(peer: Peer, settings: Settings): Promise<Up> {
    const key = `${peer.name} ${JSON.stringify(settings)}`;
    if (this.#up?.key === key) return { url: this.#up.url, fresh: false };
    await this.clear();
    const ready = { readyPath: peer.readyPath, readyBelow: 400, startLimitMs: START_LIMIT_MS, mayEnd: true };
    const { env, ...launch } = peer.launch(this.modelUrl, settings);
    this.#scratch = newScratch();
    const home = { HOME: this.#scratch, TMPDIR: this.#scratch };
    const url = await this.#programs.start({ name: peer.label, ...launch, env: { ...env, ...home }, ...ready });
    this.#up = { key, url };
    return { url, fresh: true };
  }

  async clear(): Promise<void> {
    const { url } = this.#up ?? {};
    this.#up = undefined;
    if (url !== undefined) await this.#programs.stop(url);
    if (this.#scratch !== undefined) wipeScratch(this.#scratch);
    this.#scratch = undefined;
  }
}
