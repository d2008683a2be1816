import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import type { Family, Form } from '../../src/codecs/family.ts';
import { createCodec, families } from '../../src/codecs/index.ts';
import { CodecOptions, JSON_OPTIONS } from '../../src/codecs/options.ts';
import { batched } from '../codecs/messages.ts';
import { assertHeld, table } from '../support/held-doc.ts';

const JSON_EXAMPLE = { items: '/items', results: '/results', accepts: 'list', answersOne: 'list', cost: 'items' } as const;
const OPTIONS = { maxRows: 64, maxItems: undefined, json: { ...JSON_EXAMPLE, ignored: [], batchSize: undefined } };

test('docs/codecs.md lists every name that a codec has', () => {
  const rows = families.flatMap((family) => {
    const together = family.forms(OPTIONS).length > 0 ? 'yes' : 'no';
    return [family.name, ...family.aliases].map((name) => [name, anchor(family.name), together]);
  });
  rows.sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const shown = rows.map(([name, ...rest]) => [`\`${name}\``, ...rest]);
  assertHeld('codecs.md', 'names', table(['name', 'family', 'can share calls'], shown));
});

test('docs/codecs.md tells of every family what its code says', () => {
  assertHeld('codecs.md', 'families', families.map(chapter).join('\n'));
});

test('docs/codecs.md lists the options of the codec json', () => {
  const rows = JSON_OPTIONS.own.map((key) => {
    const { description = '' } = CodecOptions.properties[key] as { description?: string };
    return [`\`${key}\``, description.replace(/^Codec `json`[:,] /, '')];
  });
  assertHeld('codecs.md', 'options', table(['option', 'what it says'], rows));
});

test('the worked examples of docs/codecs.md are what happens', () => {
  const text = readFileSync(new URL('../../docs/codecs.md', import.meta.url), 'utf8');
  const examples = [...text.matchAll(/```yaml\n(.*?)```\n\n```text\n(.*?)```/gs)];
  assert.equal(examples.length, 3);
  for (const [, config = '', story = ''] of examples) {
    const of = (label: string): string[] =>
      [...story.matchAll(new RegExp(`^${label}: +(.*)$`, 'gm'))].map(([, body = '']) => body);
    const { sent, answers } = batched(createCodec(parse(config).codec), of('request'), of('reply')[0] ?? '');
    assert.deepEqual({ sent: [sent], answers }, { sent: of('call'), answers: of('answer') });
  }
});

function anchor(name: string): string {
  return `[${name}](#${name})`;
}

function chapter(family: Family): string {
  const forms = family.forms(OPTIONS);
  const also = family.aliases.length === 0 ? [] : [`Also: ${family.aliases.map((alias) => `\`${alias}\``).join(', ')}.`];
  const alone =
    forms.length === 0 ? ['Everything goes alone.'] : family.alone === undefined ? [] : [`Goes alone: ${family.alone}`];
  return `${[
    `### \`${family.name}\``,
    [...also, family.about].join(' '),
    ...(forms.length === 0 ? [] : [formTable(forms).trimEnd()]),
    ...alone,
    ...(family.source === 'none' ? [] : [`Source: ${family.source}.`]),
  ].join('\n\n')}\n`;
}

function formTable(forms: readonly Form[]): string {
  const rows = forms.map(({ contentTypes, doc: { request, reply, cost, injected = '' } }) => [
    contentTypes.names.map((name) => `\`${name}\``).join(', '),
    request,
    reply,
    cost,
    injected,
  ]);
  return table(
    ['content type', 'request', 'reply', 'cost', 'stated in joined calls'],
    rows.map((row) => row.map((cell) => cell.replaceAll('|', '\\|'))),
  );
}
