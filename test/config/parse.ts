import { ConfigError } from '../../src/config/index.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { UserConfig } from '../../src/config/user-config.ts';

type Env = Record<string, string>;

export const CODEC_NAMES = ['json', 'kserve-v1', 'passthrough', 'hf-zero-shot-classification'];

export function parse(text: string, env: Env = {}): UserConfig {
  return parseConfig({ file: 't.yaml', text, env, codecNames: CODEC_NAMES });
}

/** The lines of the error that a text is refused with; none for a text that is accepted. */
export function problemsOf(text: string, env: Env = {}): readonly string[] {
  try {
    parse(text, env);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n');
  }
}

/** Lines of a valid config, to which a test adds its own; the next one is line 3. */
export const ONE_ENDPOINT = 'endpoints:\n  one: { upstream: { type: simulated } }\n';
