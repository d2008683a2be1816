import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { assertHeld } from '../support/held-doc.ts';

interface Cost {
  readonly settings: { readonly endpoints: number; readonly requestsPerSecond: number };
  readonly rounds: readonly { readonly without: number; readonly with: number }[];
  readonly cost: { readonly browser: number };
}

const RESULT = new URL('../../bench/results/console.json', import.meta.url);

test('docs/console.md tells what was measured of its cost', () => {
  const { settings, rounds, cost } = JSON.parse(readFileSync(RESULT, 'utf8')) as Cost;
  const percent = (share: number): string => (share * 100).toFixed(1);
  const range = (shares: readonly number[]): string => `${percent(Math.min(...shares))} to ${percent(Math.max(...shares))} %`;
  const [without, watched] = [rounds.map((round) => round.without), rounds.map((round) => round.with)];
  assertHeld(
    'console.md',
    'cost',
    `With ${settings.endpoints} endpoints at ${settings.requestsPerSecond} requests/s, the gateway took ${range(without)} of a core without a page open and ${range(watched)}\nwith one, in alternating rounds; the browser took ${percent(cost.browser)} %.\n`,
  );
});
