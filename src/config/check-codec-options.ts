import { JSON_OPTIONS } from '../codecs/options.ts';
import type { Finding, Path } from './finding.ts';
import { found } from './found.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';

/** The options of the codec `json` are needed by it, and are nobody else's. */
export function checkCodecOptions(name: string, codec: unknown, path: Path): readonly Finding[] {
  const options = isMapping(codec) ? codec : {};
  if (name === 'json') {
    return JSON_OPTIONS.required
      .filter((key) => own(options, key) === undefined)
      .map((key): Finding => ({ path: [...path, key], at: 'value', expected: JSON_OPTIONS.pointer, found: 'nothing' }))
      .concat(checkPlaces(options, path));
  }
  return JSON_OPTIONS.own
    .filter((key) => own(options, key) !== undefined)
    .map((key) => ({ path: [...path, key], at: 'key', expected: `an option of ${name}`, found: 'one of the codec json' }));
}

/** What is left out or stated stands beside the items, in the object that they are in or another. */
function checkPlaces(options: Mapping, path: Path): readonly Finding[] {
  const items = own(options, 'items');
  if (typeof items !== 'string') return [];
  const ignored = own(options, 'ignored');
  const beside: readonly (readonly [at: Path, pointer: unknown])[] = [
    [[...path, 'batchSize'], own(options, 'batchSize')],
    ...(Array.isArray(ignored) ? ignored.map((pointer, index) => [[...path, 'ignored', index], pointer] as const) : []),
  ];
  return beside
    .filter(([, pointer]) => typeof pointer === 'string' && (isAtOrUnder(items, pointer) || isAtOrUnder(pointer, items)))
    .map(([at, pointer]) => ({
      path: at,
      at: 'value',
      expected: `a place beside the items at "${items}"`,
      found: found(pointer),
    }));
}

function isAtOrUnder(pointer: string, other: string): boolean {
  return pointer === other || pointer.startsWith(`${other}/`);
}
