import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createCodec } from '../../../src/codecs/index.ts';
import type { Codec, Result } from '../../../src/codecs/port.ts';
import { itemsOf, reply, request, resultsOf } from '../messages.ts';
import { spell, text, type Value, value } from '../spelling.ts';
import { embed, generate, type Model, predict, zeroShot } from './echo-models.ts';

interface Family {
  readonly codec: string;
  readonly models: readonly Model[];
  readonly itemsKey: string;
  readonly items: fc.Arbitrary<Value>;
  /** One of each key that requests may have beside their items. */
  readonly rests: readonly Readonly<Record<string, unknown>>[];
}

const nonEmpty = text.filter((node) => node.kind === 'string' && node.text !== '');
const listOf = (element: fc.Arbitrary<Value>, minLength: number): fc.Arbitrary<Value> =>
  fc.array(element, { minLength, maxLength: 5 }).map((elements) => ({ kind: 'array', elements }));
const tokens = listOf(
  fc.nat().map((id) => ({ kind: 'literal', text: String(id) })),
  1,
);
const labels = { candidate_labels: ['x', 'y'] };

const FAMILIES: readonly Family[] = [
  { codec: 'kserve-v1', models: [predict], itemsKey: 'instances', items: listOf(value, 1), rests: [{}, { signature_name: 's' }] },
  {
    codec: 'hf-zero-shot-classification',
    models: [zeroShot],
    itemsKey: 'inputs',
    items: fc.oneof(nonEmpty, listOf(nonEmpty, 2)),
    rests: [
      { parameters: labels },
      { parameters: { ...labels, multi_label: true } },
      { parameters: { ...labels, batch_size: 3 } },
    ],
  },
  {
    codec: 'jumpstart-text2text-v1',
    models: [generate('flat'), generate('nested'), generate('top'), generate('topNested')],
    itemsKey: 'text_inputs',
    items: fc.oneof(text, listOf(text, 2)),
    rests: [{}, { id: 7 }, { num_return_sequences: 3 }, { num_return_sequences: 3, max_length: 5, id: 'é' }],
  },
  {
    codec: 'tei-embed',
    models: [embed],
    itemsKey: 'inputs',
    items: fc.oneof(nonEmpty, tokens, listOf(nonEmpty, 1), listOf(tokens, 1)),
    rests: [{}, { truncate: true }],
  },
];

/** Requests of one key, in calls of at most `size` items, answered by `model`: what each caller gets. */
function throughCalls(codec: Codec, model: Model, bodies: readonly string[], size: number): Map<string, string> {
  const extractions = bodies.map((body) => ({ body, ...itemsOf(codec, request(body)) }));
  const answers = new Map<string, string>();
  for (const key of new Set(extractions.map((extraction) => extraction.key))) {
    const company = extractions.filter((extraction) => extraction.key === key);
    const items = company.flatMap((extraction) => extraction.items);
    const results: Result[] = [];
    for (let at = 0; at < items.length; at += size) {
      const part = items.slice(at, at + size);
      results.push(...resultsOf(codec, reply(model(codec.join(part).body.toString())), part));
    }
    for (const one of company)
      answers.set(one.body, codec.assemble(results.splice(0, one.items.length), one.items).body.toString());
  }
  return answers;
}

for (const { codec: name, models, itemsKey, items, rests } of FAMILIES) {
  test(`whatever requests of ${name} go together, each is answered as it would be alone`, () => {
    const spelled = fc.tuple(items, fc.constantFrom(...rests), fc.nat()).map(([inputs, rest, seed]) => {
      const beside = Object.entries(rest).map(([key, json]) => `${JSON.stringify(key)}: ${JSON.stringify(json)}`);
      const members = [`"${itemsKey}":${spell(inputs, seed)}`, ...beside];
      return `{${(seed % 2 === 0 ? members : members.toReversed()).join(seed % 3 === 0 ? ' , ' : ',')}}`;
    });
    fc.assert(
      fc.property(
        fc.array(spelled, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 2, max: 9 }),
        fc.constantFrom(...models),
        (bodies, size, model) => {
          for (const [body, answer] of throughCalls(createCodec(name), model, bodies, size))
            assert.equal(answer, model(body), body);
        },
      ),
      { numRuns: 300 },
    );
  });
}
