import { check } from './check.ts';
import { ConfigError } from './config-error.ts';
import { ConfigSchema } from './config-schema.ts';
import { type Environment, substituteEnvironment } from './environment.ts';
import { type Finding, showPath } from './finding.ts';
import { repeatedKeys } from './repeated-keys.ts';
import { checkRules } from './rules.ts';
import { Source } from './source.ts';
import type { UserConfig } from './user-config.ts';

export interface ParseOptions {
  /** The name that problems are reported under. */
  readonly file: string;
  readonly text: string;
  readonly env: Environment;
  /** The codec families there are, aliases included. */
  readonly codecNames: readonly string[];
}

/** Reads a config from YAML or JSON text. @throws {ConfigError} with everything that is wrong with it. */
export function parseConfig({ file, text, env, codecNames }: ParseOptions): UserConfig {
  const source = new Source(file, text);
  const before = [...repeatedKeys(source), ...substituteEnvironment(source, env)];
  const value = source.toValue();
  const findings = onePerPath([...before, ...check(ConfigSchema, value), ...checkRules(value, codecNames)]);
  if (findings.length > 0) throw new ConfigError(inFileOrder(source, findings));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing was found in which it differs
  return value as UserConfig;
}

/** The first is the cause: of a variable that is not set nobody needs to hear that it is not a number either. */
function onePerPath(findings: readonly Finding[]): readonly Finding[] {
  const paths = findings.map(({ path }) => showPath(path));
  return findings.filter((_, index) => paths.indexOf(paths[index] ?? '') === index);
}

function inFileOrder(source: Source, findings: readonly Finding[]): ConfigError['problems'] {
  return findings
    .map((finding) => source.problem(finding))
    .sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.col ?? 0) - (b.col ?? 0));
}
