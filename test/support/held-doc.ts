import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';

/**
 * A part of a document that the code writes: what stands between `<!-- NAME:begin -->` and `<!-- NAME:end -->` must be `text`.
 * With UPDATE_DOCS=1 in the environment it is written instead.
 */
export function assertHeld(document: string, name: string, text: string): void {
  const file = new URL(`../../docs/${document}`, import.meta.url);
  const begin = `<!-- ${name}:begin -->\n`;
  const end = `<!-- ${name}:end -->`;
  const whole = readFileSync(file, 'utf8');
  const from = whole.indexOf(begin) + begin.length;
  const to = whole.indexOf(end);
  assert.ok(from >= begin.length && to >= from, `${document} has no part ${name}`);
  if (process.env['UPDATE_DOCS'] === '1') writeFileSync(file, whole.slice(0, from) + text + whole.slice(to));
  else assert.equal(whole.slice(from, to), text, `docs/${document} is not what the code says; run the test with UPDATE_DOCS=1`);
}

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
