import { JSON_OPTIONS } from '../codecs/options.ts';
import type { Finding, Path } from './finding.ts';
import { isMapping, own } from './schema-node.ts';

/** The options of the codec `json` are needed by it, and are nobody else's. */
export function checkCodecOptions(name: string, codec: unknown, path: Path): readonly Finding[] {
  const options = isMapping(codec) ? codec : {};
  if (name === 'json') {
    return JSON_OPTIONS.required
      .filter((key) => own(options, key) === undefined)
      .map((key) => ({ path: [...path, key], at: 'value', expected: JSON_OPTIONS.pointer, found: 'nothing' }));
  }
  return JSON_OPTIONS.own
    .filter((key) => own(options, key) !== undefined)
    .map((key) => ({ path: [...path, key], at: 'key', expected: `an option of ${name}`, found: 'one of the codec json' }));
}
