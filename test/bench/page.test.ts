import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closed } from '../../bench/load/load.ts';
import { pageOf } from '../../bench/page/page.ts';
import { verdictsIn } from '../../bench/recorded/verdicts.ts';
import { chartsOf } from '../../bench/report/charts.ts';
import { tableOf } from '../../bench/report/table.ts';
import { scenarioResult } from './results.ts';

const RESULT = scenarioResult({ gateway: [80, 85, 90], direct: [100, 100, 100] });

test('the page says what was measured, where, and what is missed', () => {
  const page = pageOf([{ name: 'idle', result: RESULT, plots: ['latency'] }]);
  assert.match(
    page,
    /\| \[idle\]\(#idle\) \| gateway \/ direct, requests\/s, 16 clients \| 0\.850 \(0\.800-0\.900\) \| at least 0\.9 \| \*\*MISSED\*\* \|/,
  );
  assert.match(page, /`npm run bench -- idle`, 2026-01-02, commit abc1234, 2 cores \(a processor\)/);
  assert.match(page, /!\[idle: latency\]\(\.\.\/bench\/results\/idle-latency\.svg\)/);
  assert.match(page, /\| 16 clients \| The gateway \| 85\.0 \(80\.0-90\.0\) \| 1\.00 \|/);
});

test('what is not recorded is said, and nothing made up for it', () => {
  const page = pageOf([{ name: 'soak', result: undefined, plots: [] }]);
  assert.match(page, /Not recorded yet: `soak`\./);
  assert.doesNotMatch(page, /\d\.\d/);
});

test('targets of every form are read', () => {
  const value = { median: 2, min: 1, max: 3 };
  const targets = [
    { what: 'a', load: 1.1, value, limit: { atLeast: 2 } },
    { what: 'b', value, limit: { never: true } as const },
    { what: 'c', value, atLeast: 3 },
    { what: 'd', limit: { atLeast: 1 } },
  ];
  const claims = [{ what: 'e', value: 0.5, atLeast: 0.4 }];
  const cells = [{ work: 'text', batch: 4, ratio: value, atLeast: 1.5 }];
  assert.deepEqual(
    verdictsIn({ targets, claims, cells }).map(({ what, met }) => [what, met]),
    [
      ['a, at 1.1 x', true],
      ['b', false],
      ['c', false],
      ['e', true],
      ['text, 4 items: times as fast', true],
    ],
  );
});

test('a scenario’s table tells what was measured, and leaves out what was not', () => {
  const text = tableOf(RESULT);
  assert.match(text, /16 clients\s+The gateway\s+85\.0 \(80\.0-90\.0\)/);
  assert.doesNotMatch(text, /calls\/item|in time/);
  assert.match(text, /at least 0\.9: MISSED/);
});

test('there is a plot where there are several loads of one kind', () => {
  assert.deepEqual(chartsOf(RESULT), {});
  const { throughput = '', latency = '' } = chartsOf({ ...RESULT, loads: closed(16, 32) });
  assert.ok(throughput.includes('requests per second') && latency.includes('p99'));
});
