import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Benchmark } from '../benchmark.ts';
import { nameIn, type Recorded } from '../recorded/recorded.ts';
import { compare } from './compare.ts';
import { changesText } from './report.ts';

/** `compare A B`: two result files, or folders of them. */
export const compareResults: Benchmark = {
  name: 'compare',
  async run({ operands }) {
    const [one, other] = operands;
    if (one === undefined || other === undefined) throw new Error('Expected two result files or folders to compare');
    const pairs = pairsOf(one, other);
    const compared = pairs.map(([before, after]) => ({ name: nameIn(after), changes: compare(before, after) }));
    const worse = compared.flatMap(({ name, changes }) =>
      changes.filter(({ verdict, isReference }) => verdict === 'worse' && !isReference).map(({ what }) => `${name}: ${what}`),
    );
    return {
      text: compared.map(({ name, changes }) => changesText(name, changes)).join('\n'),
      files: {},
      complaints: worse.length === 0 ? [] : [`${worse.length} figures are worse, beyond what the rounds of one run differ by.`],
    };
  },
};

/** What both have. @throws {Error} when there is nothing */
function pairsOf(one: string, other: string): [Recorded, Recorded][] {
  const [before, after] = [filesAt(one), filesAt(other)];
  if (!statSync(one).isDirectory() && !statSync(other).isDirectory()) return [[read(one), read(other)]];
  const pairs = after.flatMap((file): [Recorded, Recorded][] => {
    const same = before.find((each) => basename(each) === basename(file));
    return same === undefined ? [] : [[read(same), read(file)]];
  });
  if (pairs.length > 0) return pairs;
  throw new Error(`Expected result files of the same names in ${one} and ${other}`);
}

function filesAt(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(path, name));
}

function read(path: string): Recorded {
  return JSON.parse(readFileSync(path, 'utf8')) as Recorded;
}
