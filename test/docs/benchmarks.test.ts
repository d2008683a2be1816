import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { onFile } from '../../bench/page/on-file.ts';
import { pageOf } from '../../bench/page/page.ts';
import { assertHeld } from '../support/held-doc.ts';

test('docs/benchmarks.md quotes the result files (UPDATE_DOCS=1 rewrites it)', () => {
  assertHeld('benchmarks.md', 'results', pageOf(onFile(fileURLToPath(new URL('../../bench/results', import.meta.url)))));
});
