import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ERRORS } from '../../src/kernel/errors.ts';
import { ROOT } from '../cli/tidegate.ts';
import { alertsOf, readRules } from '../prometheus/world/rules.ts';

const TEXT = readFileSync(path.join(ROOT, 'docs/runbooks.md'), 'utf8');
const ALERTS = alertsOf(readRules());
/** Title and text of each chapter. */
const CHAPTERS = new Map(
  TEXT.split(/^## /m)
    .slice(1)
    .map((chapter) => [chapter.slice(0, chapter.indexOf('\n')), chapter] as const),
);

test('every alert leads to its runbook, and every runbook is of an alert', () => {
  const titles = [...CHAPTERS.keys()].filter((title) => title !== 'Before anything else');
  assert.deepEqual(titles.toSorted(), ALERTS.map(({ alert }) => alert).toSorted());
  for (const { alert, annotations } of ALERTS) assert.equal(annotations.runbook_url, `docs/runbooks.md#${alert.toLowerCase()}`);
});

test('a runbook begins with what the alert does, and says what users notice, where to look and what to do', () => {
  for (const { alert, labels } of ALERTS) {
    const chapter = CHAPTERS.get(alert) ?? '';
    assert.match(chapter, labels.severity === 'page' ? /^\w+\n\nPage\. / : /^\w+\n\nTicket\. /, alert);
    assert.match(chapter, /\*\*Users notice\*\*/, alert);
    assert.match(chapter, /\*\*Look/, alert);
    assert.match(chapter, /\*\*Do|\*\*Look, and do/, alert);
  }
});

test('the lines of logs that it quotes are lines of the code, and the codes are those of the table', () => {
  const said = messages();
  const quoted = [...TEXT.matchAll(/^```json\n([\s\S]*?)^```$/gm)].flatMap(([, block = '']) => block.trim().split('\n'));
  assert.ok(quoted.length >= 15);
  for (const line of quoted) {
    const { msg, code } = JSON.parse(line) as { readonly msg: string; readonly code?: string };
    assert.ok(
      said.some((message) => message.test(msg)),
      msg,
    );
    if (code !== undefined) assert.ok(code in ERRORS, code);
  }
});

/** Everything in src/telemetry that stands in quotes; what is filled in may be anything. */
function messages(): readonly RegExp[] {
  const folder = path.join(ROOT, 'src/telemetry');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const sources = files.map((file) => readFileSync(path.join(folder, file), 'utf8'));
  const texts = sources.flatMap((source) => [...source.matchAll(/'([^'\n]{8,})'|`([^`\n]{8,})`/g)]);
  return texts.map(([, plain, filled]) => {
    const pattern = (plain ?? filled ?? '').replaceAll(/[.*+?()[\]|^]/g, String.raw`\$&`).replaceAll(/\$\{[^}]+\}/g, '.+');
    return new RegExp(`^${pattern}$`);
  });
}
