import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ENDINGS } from '../../src/batching/isolation/endings.ts';

interface Page {
  readonly reasonInWords: (reason: string) => string;
  readonly wordsFor: (happening: { readonly kind: string; readonly detail: string }) => string;
  readonly number: (value: number) => string;
  readonly duration: (ms: number | null) => readonly [string, string];
  readonly bytes: (value: number) => readonly [string, string];
  readonly percent: (share: number | null) => string;
}

/** Modules of the page that need none to be loaded. */
async function load(): Promise<Page> {
  const files = await Promise.all(
    ['bars', 'happenings', 'format'].map((name) => import(new URL(`../../src/console/page/${name}.js`, import.meta.url).href)),
  );
  return Object.assign({}, ...(files as object[])) as Page;
}

test('the page has words for every reason, ending, refusal and search that the heart can tell', async () => {
  const { reasonInWords, wordsFor } = await load();
  for (const reason of ['size', 'bytes', 'cost', 'delay', 'slot', 'deadline', 'drain', 'alone', 'isolation'])
    assert.notEqual(reasonInWords(reason), reason);
  const told = [
    ...Object.keys(ENDINGS)
      .filter((ending) => ending !== 'ok' && ending !== 'aborted')
      .map((detail) => ({ kind: 'call', detail })),
    ...['full', 'deadline', 'draining', 'breaker'].map((detail) => ({ kind: 'shed', detail })),
    ...['split', 'found', 'cleared'].map((detail) => ({ kind: 'isolation', detail })),
  ];
  // What there are no words for is shown as it is.
  const without = told.filter((each) =>
    [each.detail, `A call ended: ${each.detail}`, `Refused: ${each.detail}`].includes(wordsFor(each)),
  );
  assert.deepEqual(without, []);
  assert.equal(wordsFor({ kind: 'capped', detail: 'items 8' }), 'Calls of one kind may hold no more than 8 items for a while');
});

test('figures are short, with units that fit them', async () => {
  const { number, duration, bytes } = await load();
  assert.deepEqual([0, 0.04, 0.5, 1, 3.14, 9.99, 12.34, 99.96, 1234.5].map(number), [
    '0',
    '0.04',
    '0.5',
    '1',
    '3.1',
    '10',
    '12.3',
    '100',
    '1,235',
  ]);
  assert.deepEqual(
    [null, 0, 0.42, 9.96, 999.4, 999.6, 12_340, 119_900, 120_000, 7_200_000, 200_000_000].map((ms) =>
      duration(ms).join(' ').trim(),
    ),
    ['–', '0 ms', '0.4 ms', '10 ms', '999 ms', '1.00 s', '12.3 s', '119.9 s', '2 min', '2 h', '2.3 d'],
  );
  assert.deepEqual(
    [0, 1023, 1024, 6_291_456].map((value) => bytes(value).join(' ')),
    ['0 B', '1023 B', '1 KiB', '6 MiB'],
  );
});

test('a share is never said to be all where it is not, nor nothing where there is some', async () => {
  const { percent } = await load();
  assert.deepEqual([null, 0, 0.0001, 0.5, 0.9935, 0.99999, 1].map(percent), [
    '–',
    '0 %',
    '< 0.1 %',
    '50.0 %',
    '99.35 %',
    '> 99.99 %',
    '100 %',
  ]);
});
