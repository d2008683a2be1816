import { checkAuth } from './check-auth.ts';
import { checkCodecOptions } from './check-codec-options.ts';
import { checkStreams } from './check-streams.ts';
import { checkTls } from './check-tls.ts';
import { checkUrl } from './check-url.ts';
import { ConfigSchema } from './config-schema.ts';
import { DEFAULT_CODECS } from './endpoint-options.ts';
import { fill } from './fill.ts';
import type { Finding } from './finding.ts';
import { found } from './found.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';
import { suggestion } from './suggestion.ts';

type Endpoints = readonly (readonly [name: string, endpoint: Mapping])[];

/**
 * What no schema of one option can say. Takes a value that may be of a wrong shape, and is silent about whatever is, so that
 * both kinds of mistakes are reported at once.
 */
export function checkRules(value: unknown, codecNames: readonly string[]): readonly Finding[] {
  const filled = fill(ConfigSchema, value);
  const config = isMapping(filled) ? filled : {};
  const endpoints = own(config, 'endpoints');
  const streams = own(config, 'streams');
  const auth = own(config, 'auth');
  return [
    ...checkPorts(config),
    ...checkTls(config),
    ...(isMapping(endpoints) ? checkEndpoints(endpoints, codecNames) : []),
    ...(isMapping(auth) && isMapping(endpoints) ? checkAuth(auth, Object.keys(endpoints)) : []),
    ...(isMapping(streams) && isMapping(endpoints) ? checkStreams(streams, Object.keys(endpoints)) : []),
  ];
}

/** Wants defaults filled in. @returns the finding when both servers would have to listen on one port. */
export function checkPorts(config: Mapping): readonly Finding[] {
  const adminPort = portOf(config, 'admin');
  if (adminPort === undefined || adminPort === 0 || adminPort !== portOf(config, 'server')) return [];
  const expected = 'a port other than server.port (0 serves both on that one)';
  return [{ path: ['admin', 'port'], at: 'value', expected, found: found(adminPort) }];
}

function portOf(config: Mapping, section: string): unknown {
  const options = own(config, section);
  return isMapping(options) ? own(options, 'port') : undefined;
}

function checkEndpoints(mapping: Mapping, codecNames: readonly string[]): readonly Finding[] {
  const named = Object.entries(mapping);
  if (named.length === 0) return [{ path: ['endpoints'], at: 'value', expected: 'at least one endpoint', found: 'none' }];
  const endpoints: Endpoints = named.flatMap(([name, endpoint]) => (isMapping(endpoint) ? [[name, endpoint] as const] : []));
  const each = endpoints.flatMap(([name, endpoint]) => [...checkCodec(name, endpoint, codecNames), ...checkUrl(name, endpoint)]);
  return [...checkDefaults(endpoints), ...each];
}

/** None need be: then `POST /invocations` says that the endpoint is to be named in the path. */
function checkDefaults(endpoints: Endpoints): readonly Finding[] {
  const [first, ...others] = endpoints.filter(([, endpoint]) => own(endpoint, 'default') === true).map(([name]) => name);
  return others.map((name) => ({
    path: ['endpoints', name, 'default'],
    at: 'value',
    expected: `one default endpoint (it is ${String(first)})`,
    found: 'another',
  }));
}

const A_CODEC = 'the name of a codec (docs/codecs.md lists them)';

function checkCodec(name: string, endpoint: Mapping, codecNames: readonly string[]): readonly Finding[] {
  const codec = own(endpoint, 'codec');
  const path = ['endpoints', name, 'codec'];
  if (codec === undefined) {
    return needsCodec(own(endpoint, 'upstream')) ? [{ path, at: 'value', expected: A_CODEC, found: 'nothing' }] : [];
  }
  const given = isMapping(codec) ? own(codec, 'name') : codec;
  if (typeof given !== 'string' || given === '') return [];
  if (codecNames.includes(given)) return checkCodecOptions(given, codec, path);
  const hint = suggestion(given, codecNames);
  return [{ path: isMapping(codec) ? [...path, 'name'] : path, at: 'value', expected: A_CODEC, found: found(given) + hint }];
}

function needsCodec(upstream: unknown): boolean {
  const type = isMapping(upstream) ? own(upstream, 'type') : undefined;
  return (type === 'sagemaker' || type === 'http') && DEFAULT_CODECS[type] === undefined;
}
