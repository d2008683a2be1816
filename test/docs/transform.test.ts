import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { GENERATION } from '../../src/sources/jsonl/record/hyper-params.ts';
import { ROOT, runHere } from '../cli/tidegate.ts';
import { assertHeld } from '../support/held-doc.ts';

const PAGE = readFileSync(`${ROOT}docs/transform.md`, 'utf8');

/** Of each option as the help writes it: its default, where it has one. */
async function optionsOfHelp(): Promise<ReadonlyMap<string, string | undefined>> {
  const { stdout } = await runHere(['transform', '--help']);
  const lines = stdout.replaceAll(/\n {4,}/g, ' ').split('\n');
  const options = lines.flatMap((line) => {
    const [, flags] = /^ {2}(-(?:[a-z], --|-)\S+(?: <[^>]+>)?)/.exec(line) ?? [];
    const [, value] = /default: "?([^")]+)"?\)$/.exec(line) ?? [];
    return flags === undefined ? [] : [[flags, value] as const];
  });
  return new Map(options);
}

test('the table of docs/transform.md has every option of the help as it is written there, with its default, and no other', async () => {
  const options = await optionsOfHelp();
  assert.ok(options.size > 20, 'the help cannot be read');
  const rows = new Map(
    [...PAGE.matchAll(/^\| `(-[^`]+)` \| [^|]+ \| ([^|]*)\|/gm)].map(([, flags, value]) => [flags, value?.trim()]),
  );
  assert.deepEqual(new Set(rows.keys()), new Set(options.keys()));
  for (const [flags, value] of options) if (value !== undefined) assert.equal(rows.get(flags), value, flags);
});

test('docs/transform.md speaks of no option that there is not', async () => {
  const known = new Set([...(await optionsOfHelp()).keys()].flatMap((flags) => flags.match(/--[a-z-]+/g) ?? []));
  const named = new Set(PAGE.match(/(?<![\w|-])--[a-z][a-z-]*/g));
  assert.deepEqual(
    [...named].filter((option) => !known.has(option)),
    [],
  );
});

test('docs/transform.md lists the hyper-parameters that are taken out of records', () => {
  assertHeld('transform.md', 'generation', `${GENERATION.map((name) => `\`${name}\``).join(', ')}\n`);
});
