import { isDeepStrictEqual } from 'node:util';
import { ConfigError, type ResolvedConfig } from '../../config/index.ts';

/** What only a start can set: sockets, and what is bound to every request. */
function fixedOf({ server, admin, telemetry, auth }: ResolvedConfig): Readonly<Record<string, unknown>> {
  return { server, admin, telemetry: { ...telemetry, logLevel: 'any' }, auth: auth === undefined ? 'none' : 'some' };
}

/** @throws {ConfigError} for a config that takes a start */
export function checkFixed(running: ResolvedConfig, wanted: ResolvedConfig): void {
  const [before, after] = [fixedOf(running), fixedOf(wanted)];
  const changed = Object.keys(before).filter((section) => !isDeepStrictEqual(before[section], after[section]));
  if (changed.length === 0) return;
  throw new ConfigError(
    changed.map((section) => ({
      source: 'reload',
      path: section === 'auth' ? 'auth' : `${section}${differing(before[section], after[section])}`,
      expected: 'what the gateway was started with: a change of it needs a restart',
      found: 'something else',
    })),
  );
}

/** The first option that differs, to be said. */
function differing(before: unknown, after: unknown): string {
  const keys = Object.keys(Object(after) as object);
  const key = keys.find((each) => !isDeepStrictEqual((before as never)[each], (after as never)[each]));
  return key === undefined ? '' : `.${key}`;
}
