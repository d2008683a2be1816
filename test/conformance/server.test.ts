import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { answerOf } from '../support/conformance/answer.ts';
import { ask } from '../support/conformance/ask.ts';
import { contracts } from '../support/conformance/contracts.ts';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';
import { bodyShape, tellingLeaves } from '../support/conformance/shape.ts';

const examples = new URL('../codecs/contracts/', import.meta.url);

interface Example {
  readonly contentType: string;
  readonly accept?: string;
  readonly body?: unknown;
  readonly bodyText?: string;
  readonly bodyBase64?: string;
}

let server: ConformanceServer;
before(async () => {
  server = await startConformanceServer();
});
after(() => server.close());

const copied = readdirSync(examples).filter((name) => !name.startsWith('_') && !name.includes('.'));

describe('the examples of every contract', () => {
  for (const contract of copied) {
    const names = readdirSync(new URL(contract, examples));
    const batchable = names.includes('single2.request.json');
    for (const name of batchable ? ['single', 'single2', 'batch'] : ['single']) {
      test(`${contract}: the ${name} request is answered in the shape of its example`, async () => {
        const expected = read(contract, `${name}.response`);
        const answer = await send(contract, read(contract, `${name}.request`));
        assert.equal(answer.status, 200, answer.text);
        assert.equal(sizeless(answer.contentType), sizeless(expected.contentType));
        const shape = firstOf(contract, bodyShape(answer.bytes, answer.contentType));
        assert.deepEqual(shape, bodyShape(bytesOf(expected), expected.contentType));
      });
    }
    if (!batchable) continue;
    test(`${contract}: an item of the batch has the very answer it has alone`, async () => {
      const batch = await send(contract, read(contract, 'batch.request'));
      const alone = await Promise.all(['single', 'single2'].map((name) => send(contract, read(contract, `${name}.request`))));
      const together = new Set(tellingLeaves(batch.bytes, batch.contentType));
      for (const leaf of alone.flatMap(({ bytes, contentType }) => tellingLeaves(bytes, contentType)))
        assert.ok(
          together.has(leaf),
          JSON.stringify(leaf, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
        );
    });
  }
});

describe('the server', () => {
  test('says it is alive', async () => {
    const response = await fetch(`${server.url}/ping`);
    assert.equal(response.status, 200);
  });

  test('answers 404 for a contract that it does not know', async () => {
    const answer = await ask(server, 'no-such-contract', {});
    assert.equal(answer.status, 404);
    assert.deepEqual(Object.keys(JSON.parse(answer.text)), ['error']);
  });

  test('records its calls with what they held and how they were answered', async () => {
    const own = await startConformanceServer();
    await ask(own, 'tei-embed', { inputs: ['a', 'b'] }, { accept: 'application/json' });
    await ask(own, 'tei-embed', { inputs: ['a', 'b', ''] });
    const calls = own.calls('tei-embed');
    await own.close();
    assert.deepEqual(calls, [
      { contentType: 'application/json', accept: 'application/json', items: 2, status: 200 },
      { contentType: 'application/json', accept: '*/*', items: 3, status: 422 },
    ]);
  });

  test('refuses nonsense in the own form of every container and never fails itself', async () => {
    const nonsense = [
      '',
      '{',
      'null',
      '[]',
      '{}',
      '"x"',
      '[[]]',
      '{"inputs":null}',
      '{"instances":[null]}',
      '\u0000',
      '['.repeat(5000),
    ];
    const types = ['application/json', 'text/csv', 'application/jsonlines', 'application/x-text', 'application/list-text', 'x/y'];
    const bodies = [...nonsense.map((text) => Buffer.from(text)), Buffer.from([0xff, 0xfe])];
    for (const [contract, container] of contracts) {
      for (const body of bodies) {
        for (const contentType of types) {
          const { status } = answerOf(container, { contentType, accept: '', headers: {}, body, holds: () => {} });
          assert.ok(status < 500, `${contract}: ${status} for ${body.toString().slice(0, 20)} as ${contentType}`);
        }
      }
    }
  });

  for (const contract of copied) {
    test(`${contract}: one poisoned item fails the call`, async () => {
      const answer = await send(contract, poisoned(contract));
      assert.ok([400, 422, 424].includes(answer.status), `${answer.status} ${answer.text}`);
      assert.match(answer.text, /poison|process/);
    });
  }
});

/** The single request with its items poisoned. */
function poisoned(contract: string): Example {
  const request = read(contract, 'single.request');
  if (request.bodyText !== undefined) return { ...request, bodyText: poisonText(request.bodyText) };
  if (request.bodyBase64 !== undefined) return { contentType: 'application/json', body: poisonTensor };
  return { ...request, body: poison(request.body, '') };
}

const poisonTensor = { inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data: [1, 666] }] };

function poisonText(text: string): string {
  return text.replace(/[\w.]+(?=["\]}\s]*$)/, (last) => (/^\d/.test(last) ? '666' : 'poison'));
}

const kept = new Set([
  'model',
  'parameters',
  'configuration',
  'signature_name',
  'name',
  'datatype',
  'shape',
  'params',
  'columns',
  'encoding_format',
]);

function poison(value: unknown, key: string): unknown {
  if (kept.has(key)) return value;
  if (typeof value === 'string') return `${value} poison`;
  if (typeof value === 'number') return 666;
  if (Array.isArray(value)) return value.map((inner) => poison(inner, ''));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, poison(inner, name)]));
}

function read(contract: string, name: string): Example {
  return JSON.parse(readFileSync(new URL(`${contract}/${name}.json`, examples), 'utf8')) as Example;
}

function bytesOf({ body, bodyText, bodyBase64 }: Example): Buffer {
  if (bodyBase64 !== undefined) return Buffer.from(bodyBase64, 'base64');
  return Buffer.from(bodyText ?? JSON.stringify(body));
}

function send(contract: string, example: Example): ReturnType<typeof ask> {
  const { contentType, accept } = example;
  return ask(server, contract, bytesOf(example), accept === undefined ? { contentType } : { contentType, accept });
}

function sizeless(contentType: string): string {
  return contentType.replace(/\d+$/, '');
}

/** The example of the entity recogniser shows the first of its entities only. */
function firstOf(contract: string, shape: unknown): unknown {
  if (contract !== 'jumpstart-ner') return shape;
  return { predictions: (shape as { predictions: unknown[] }).predictions.slice(0, 1) };
}
