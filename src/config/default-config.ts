import type { UserConfig } from './user-config.ts';

/** What runs without a config file: the embedded model, and a pretended one beside it whose speed is known. */
export function defaultConfig(): UserConfig {
  return {
    endpoints: {
      demo: { default: true, upstream: { type: 'embedded' } },
      fake: { upstream: { type: 'simulated', baseMs: 20, perItemMs: 1, concurrency: 1 } },
    },
  };
}
