import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../cli/tidegate.ts';
import { anchorsOf, linksOf } from './markdown/anchors.ts';
import { documents } from './markdown/documents.ts';

test('every link of every document leads to a file that there is, and to a heading of it', () => {
  const all = documents();
  assert.ok(all.length > 25);
  const broken = all.flatMap(({ path: from, text }) =>
    linksOf(text)
      .filter(({ file, anchor }) => !leadsSomewhere(file === '' ? from : path.join(path.dirname(from), file), anchor))
      .map(({ file, anchor }) => `${from}: ${file}#${anchor}`),
  );
  assert.deepEqual(broken, []);
});

test('docs/README.md leads to every document of docs/, and README.md to it', () => {
  const linked = new Set(linksOf(readFileSync(path.join(ROOT, 'docs/README.md'), 'utf8')).map(({ file }) => file));
  const inDocs = documents().flatMap(({ path: file }) => (file.startsWith('docs/') ? [file.slice('docs/'.length)] : []));
  assert.deepEqual(
    inDocs.filter((file) => file !== 'README.md' && !linked.has(file)),
    [],
  );
  assert.ok(linksOf(readFileSync(path.join(ROOT, 'README.md'), 'utf8')).some(({ file }) => file === 'docs/README.md'));
});

function leadsSomewhere(file: string, anchor: string): boolean {
  const place = path.join(ROOT, file);
  if (!existsSync(place)) return false;
  return anchor === '' || (file.endsWith('.md') && anchorsOf(readFileSync(place, 'utf8')).has(anchor));
}
