import { oneOf } from './expectation.ts';
import { type Finding, type Path, showPath } from './finding.ts';
import { found } from './found.ts';
import { suggestion } from './suggestion.ts';

/** Names of the fixed interface whose parts are not built yet; said, so that nobody looks for a spelling mistake. */
const NOT_YET = [/^endpoints\.[^.]+\.upstream\.roleArn$/];

/** The finding for a key that its mapping does not have. */
export function unknownKey(known: readonly string[], key: string, parent: Path): Finding {
  const path = [...parent, key];
  const planned = NOT_YET.some((pattern) => pattern.test(showPath(path)));
  const hint = planned ? ' (not available in this version)' : suggestion(key, known);
  return { path, at: 'key', expected: oneOf(known), found: `unknown key ${found(key)}${hint}` };
}
