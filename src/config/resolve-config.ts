import { ConfigSchema } from './config-schema.ts';
import { DEFAULT_CODECS } from './endpoint-options.ts';
import { fill } from './fill.ts';
import type { ResolvedConfig } from './resolved-config.ts';
import type { UserConfig, UserEndpoint } from './user-config.ts';

/** Fills in every default; the one place where that happens. Takes a valid config: `loadConfig` has checked it. */
export function resolveConfig(config: UserConfig): ResolvedConfig {
  const names = Object.keys(config.endpoints);
  const endpoints = Object.entries(config.endpoints).map(([name, endpoint]) => [name, explicit(endpoint, names.length === 1)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema is written so that a filled value is a resolved one
  return fill(ConfigSchema, { ...config, endpoints: Object.fromEntries(endpoints) }) as ResolvedConfig;
}

/** Says what depends on more than one option, and writes names that are matched without case in one case. */
function explicit(endpoint: UserEndpoint, alone: boolean): UserEndpoint {
  const {
    default: isDefault = alone,
    codec = DEFAULT_CODECS[endpoint.upstream.type],
    upstream,
    batching = {},
    queue = {},
  } = endpoint;
  return {
    ...endpoint,
    default: isDefault,
    upstream: 'forwardHeaders' in upstream ? { ...upstream, forwardHeaders: lowerCase(upstream.forwardHeaders) } : upstream,
    ...(codec === undefined ? {} : { codec: typeof codec === 'string' ? { name: codec } : codec }),
    batching: 'groupBy' in batching ? { ...batching, groupBy: lowerCase(batching.groupBy) } : batching,
    queue: queue.fairBy === undefined ? queue : { ...queue, fairBy: queue.fairBy.toLowerCase() },
  };
}

function lowerCase(names: readonly string[] = []): readonly string[] {
  return names.map((name) => name.toLowerCase());
}
