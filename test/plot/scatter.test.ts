import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeNames } from '../../src/plot/place-names.ts';
import { scatter } from '../../src/plot/scatter.ts';

const AREA = { left: 0, right: 400, top: 0, bottom: 300 };
const name = (text: string, x: number, y: number) => ({ name: text, x, y, side: 'above' as const, isBold: false });

test('a name that would cover another is left out; the first one stays', () => {
  const both = placeNames([name('first', 200, 100), name('second', 202, 104), name('third', 200, 140)], AREA);
  assert.match(both, />first</);
  assert.doesNotMatch(both, />second</);
  assert.match(both, />third</);
});

test('a name changes sides rather than leave the picture', () => {
  assert.match(placeNames([name('near the axis', 20, 100)], AREA), /text-anchor="start"/);
  assert.match(placeNames([{ ...name('at the end', 390, 100), side: 'below' }], AREA), /text-anchor="end"/);
  assert.match(placeNames([name('in the middle', 200, 100)], AREA), /text-anchor="end"/);
});

test('dots lie where their values say, what they say is no markup, and the one that stands out has a ring', () => {
  const style = { color: '#123456', width: 1, dash: '', marker: 'circle' as const };
  const dots = [
    { x: 50, y: 50, says: 'a <b> & c', stands: 'out' as const },
    { x: 100, y: 100, says: 'top' },
  ];
  const series = [{ label: 'one', style, dots, isJoined: true, names: 'above' as const }];
  const svg = scatter({ title: 'T & t', facts: ['fact'], xTitle: 'x, ms', yTitle: 'y', series });
  const area = { left: 80, right: 840 };
  const [half, whole] = [(area.left + area.right) / 2, area.right];
  assert.match(svg, new RegExp(`<title>a &lt;b&gt; &amp; c</title><circle cx="${half}" [^>]*r="9"[^>]*/><circle cx="${half}" `));
  assert.match(svg, new RegExp(`<title>top</title><circle cx="${whole}" `));
  assert.match(svg, /<title>T &amp; t<\/title>/);
  assert.equal([...svg.matchAll(/r="9"/g)].length, 1);
  assert.equal([...svg.matchAll(/stroke="#123456" stroke-width="1" stroke-linecap="round"/g)].length, 1);
});
