import type { ResolvedConfig } from '../../config/index.ts';
import type { Security } from '../open-security.ts';
import { reloadAll } from '../reloading.ts';
import { checkFixed } from './fixed.ts';
import type { InForce } from './in-force.ts';

export interface ReloaderParts {
  readonly inForce: InForce;
  readonly security: Security;
  readonly readConfig: () => Promise<ResolvedConfig>;
  /** What was wrong; undefined where nothing was. */
  readonly told: (problems: string | undefined) => void;
  /** A config is in force. */
  readonly taken: (config: ResolvedConfig) => void;
}

/** Reads the config again when it is asked to, one time after the other, and puts it in force as a whole or not at all. */
export class Reloader {
  readonly #parts: ReloaderParts;
  #config: ResolvedConfig;
  #last: Promise<void> = Promise.resolve();
  #isClosed = false;

  constructor(config: ResolvedConfig, parts: ReloaderParts) {
    this.#config = config;
    this.#parts = parts;
  }

  /** @throws what keeps the config from being used: the one before stays in force */
  reload(): Promise<void> {
    const reloaded = this.#last.then(() => this.#reload());
    this.#last = reloaded.catch(() => {});
    return reloaded;
  }

  /** The gateway stops: nothing takes anything's place any more. */
  close(): void {
    this.#isClosed = true;
  }

  async #reload(): Promise<void> {
    const { inForce, security, readConfig, told, taken } = this.#parts;
    try {
      if (this.#isClosed) throw new Error('The gateway is stopping.');
      const config = await readConfig();
      checkFixed(this.#config, config);
      const replaceGuard = await security.prepareGuard(config);
      await inForce.replace(config, () => reloadAll(security.certificates));
      replaceGuard();
      this.#config = config;
      taken(config);
    } catch (thrown) {
      told(thrown instanceof Error ? thrown.message : String(thrown));
      throw thrown;
    }
    told(undefined);
  }
}
