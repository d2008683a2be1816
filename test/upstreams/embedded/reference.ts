import { readFileSync } from 'node:fs';

/** What the model's own public runtime gave for a text; make-reference.ts says how to get it again. */
export interface Reference {
  readonly text: string;
  readonly ids: readonly number[];
  readonly vector: Float32Array;
}

interface Row {
  readonly text: string;
  readonly ids: readonly number[];
  readonly vector: string;
}

const rows: readonly Row[] = JSON.parse(readFileSync(new URL('./reference.fixture.json', import.meta.url), 'utf8'));

export const references: readonly Reference[] = rows.map(({ text, ids, vector }) => ({ text, ids, vector: floats(vector) }));

function floats(base64: string): Float32Array {
  return new Float32Array(Uint8Array.from(Buffer.from(base64, 'base64')).buffer);
}
