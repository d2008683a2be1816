import { isMap } from 'yaml';
import type { Finding } from './finding.ts';
import { found } from './found.ts';
import { pairsOf, type Source } from './source.ts';

/** Keys that stand twice in one mapping. Placed by path, and so at the last of them: the one that would have won. */
export function repeatedKeys(source: Source): readonly Finding[] {
  return [...source.nodes()].flatMap(({ path, node }) =>
    isMap(node) ? repeated(pairsOf(node).map(({ key }) => key)).map((key) => repeatedKey([...path, key], key)) : [],
  );
}

function repeated(keys: readonly string[]): readonly string[] {
  return [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))];
}

function repeatedKey(path: Finding['path'], key: string): Finding {
  return { path, at: 'key', expected: 'each key once', found: `${found(key)} again` };
}
