import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Panel, queriesOf, readDashboard } from '../prometheus/world/dashboard.ts';

const DASHBOARD = readDashboard();
const ROWS = ['Service', 'Batching', 'Upstream', 'Trouble', 'Streams', 'Process'];
const WIDTH = 24;

test('the dashboard has the rows that an operator looks through, and a panel of a title in each place', () => {
  const { panels } = DASHBOARD;
  assert.deepEqual(
    panels.filter(({ type }) => type === 'row').map(({ title }) => title),
    ROWS,
  );
  assert.equal(new Set(panels.map(({ id }) => id)).size, panels.length);
  for (const panel of panels) {
    assert.ok(panel.title.length > 2);
    assert.ok(panel.gridPos.x + panel.gridPos.w <= WIDTH, panel.title);
    assert.equal(panels.find((other) => other !== panel && overlap(panel, other))?.title, undefined, panel.title);
  }
});

test('every panel asks the data source that was chosen, each query by a letter of its own', () => {
  for (const { title, type, datasource, targets = [] } of DASHBOARD.panels) {
    if (type === 'row') continue;
    assert.ok(targets.length > 0, title);
    assert.equal(new Set(targets.map(({ refId }) => refId)).size, targets.length, title);
    for (const uid of [datasource?.uid, ...targets.map((target) => target.datasource.uid)])
      assert.equal(uid, `\${datasource}`, title);
  }
});

test('every variable is used, and none that there is not', () => {
  const queries = queriesOf(DASHBOARD).map(([, { expr }]) => expr);
  const used = new Set(queries.flatMap((expr) => [...expr.matchAll(/\$(\w+)/g)].map(([, name = '']) => name)));
  used.delete('__rate_interval');
  const { list } = DASHBOARD.templating;
  assert.deepEqual(
    list
      .filter(({ type }) => type === 'query')
      .map(({ name }) => name)
      .toSorted(),
    [...used].toSorted(),
  );
  assert.deepEqual(
    list.filter(({ type }) => type === 'datasource').map(({ name }) => name),
    ['datasource'],
  );
});

test('a legend names only labels that its query leaves', () => {
  for (const [title, { expr, legendFormat }] of queriesOf(DASHBOARD)) {
    for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) {
      const isLeft = /^(sum|min|max|avg|histogram_quantile)\b/.test(expr)
        ? new RegExp(`by \\([^)]*\\b${label}\\b`).test(expr)
        : true;
      assert.ok(isLeft, `${title}: ${label}`);
    }
  }
});

function overlap({ gridPos: a }: Panel, { gridPos: b }: Panel): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}
