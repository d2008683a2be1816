import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answered, type Asked, ask } from '../support/conformance/ask.ts';
import { type ConformanceServer, startConformanceServer } from '../support/conformance/index.ts';

let server: ConformanceServer;
before(async () => {
  server = await startConformanceServer();
});
after(() => server.close());

const to = (contract: string, body: unknown, asked?: Asked): Promise<Answered> => ask(server, contract, body, asked);

async function parsed<Reply = unknown>(contract: string, body: unknown, asked?: Asked): Promise<Reply> {
  const answer = await to(contract, body, asked);
  assert.equal(answer.status, 200, answer.text);
  return JSON.parse(answer.text) as Reply;
}

async function statusOf(contract: string, body: unknown, asked?: Asked): Promise<number> {
  return (await to(contract, body, asked)).status;
}

test('text2text answers JSON, raw text and JSON lines, the last in Python literals', async () => {
  const many = await parsed<{ generated_texts: string[] }>('jumpstart-text2text-v1', { text_inputs: ['a', 'b'] });
  assert.equal(many.generated_texts.length, 2);
  const flat = await parsed<{ generated_texts: string[] }>('jumpstart-text2text-v1', {
    text_inputs: ['a', 'b'],
    num_return_sequences: 2,
  });
  assert.equal(flat.generated_texts.length, 4);
  const raw = await parsed('jumpstart-text2text-v1', 'a', { contentType: 'application/x-text' });
  assert.deepEqual(Object.keys(raw as object), ['generated_text']);
  const lines = '{"id": 7, "text_inputs": "it\'s"}\n\n{"text_inputs": "b"}\n';
  const { text } = await to('jumpstart-text2text-v1-xtext', lines, { contentType: 'application/jsonlines', accept: 'text/csv' });
  assert.match(text, /^\{'id': 7, 'generated_texts': \[' Réponse «it\\'s» .*\]\}\n\{'generated_texts': .*\}\n$/);
});

test('a seed makes the place of a text matter', async () => {
  const answers = async (body: object): Promise<string[]> =>
    (await parsed<{ generated_texts: string[] }>('jumpstart-text2text-v1', body)).generated_texts;
  const [first, second] = await answers({ text_inputs: ['a', 'a'], seed: 1 });
  assert.notEqual(first, second);
  assert.deepEqual(await answers({ text_inputs: 'a', seed: 1 }), [first]);
  const [one, other] = await answers({ text_inputs: ['a', 'a'] });
  assert.equal(one, other);
});

test('TGI takes one text', async () => {
  assert.equal(await statusOf('jumpstart-text2text-v2-tgi', { inputs: ['a'] }), 422);
});

test('a list of two texts is one record for extractive answers and sentence pairs', async () => {
  const asked = { contentType: 'application/list-text', accept: 'application/json;verbose' };
  assert.deepEqual(Object.keys(await parsed<object>('jumpstart-spc', ['a', 'b'], asked)), [
    'probabilities',
    'labels',
    'predicted_label',
  ]);
  assert.deepEqual(Object.keys(await parsed<object>('jumpstart-spc', ['a', 'b'], { ...asked, accept: '*/*' })), [
    'probabilities',
  ]);
  assert.equal(await statusOf('jumpstart-eqa', ['a', 'b', 'c'], asked), 400);
  assert.equal(await statusOf('jumpstart-eqa', ['a', 'b'], { ...asked, contentType: 'application/json' }), 400);
});

test('one text in is one embedding in a list, and a bare one too', async () => {
  const list = await parsed<{ embedding: number[][] }>('jumpstart-textembedding-json', { text_inputs: ['a'] });
  assert.deepEqual(await parsed('jumpstart-textembedding-json', { text_inputs: 'a' }), list);
  assert.equal(list.embedding.length, 1);
});

test('document scripts take lists as their code does: refused, one only, or flat when of one', async () => {
  assert.equal(await statusOf('docunderstanding-spacy-ner', { text: ['Acme', 'Bo'] }), 400);
  assert.equal(await statusOf('docunderstanding-relation', { sequence: ['a'], entity_one_start: 0 }), 400);
  const first = await parsed('docunderstanding-summarization', { text: 'a' });
  assert.deepEqual(await parsed('docunderstanding-summarization', { text: ['a', 'b'] }), first);
  const pair = { question: 'Who?', context: 'Ana and Bo and Cy.' };
  const alone = await parsed<{ answers: unknown[] }>('docunderstanding-eqa', pair);
  assert.equal(alone.answers.length, 3);
  assert.deepEqual(await parsed('docunderstanding-eqa', { question: ['Who?'], context: ['Ana and Bo and Cy.'] }), alone);
  const two = await parsed('docunderstanding-eqa', { question: ['Who?', 'Who?'], context: [pair.context, pair.context] });
  assert.deepEqual(two, { answers: [alone.answers, alone.answers] });
  assert.equal(await statusOf('docunderstanding-eqa', pair, { contentType: 'application/json; charset=utf-8' }), 400);
});

test('the probabilities of the fine-tuned NER are padded to the longest row', async () => {
  const asked = { contentType: 'application/list-text' };
  const reply = await parsed<Record<string, unknown[][]>>(
    'docunderstanding-ner-finetuned',
    [['Acme'], ['Ana', 'lives', 'here']],
    asked,
  );
  assert.deepEqual(
    reply['predict_label']?.map((row) => row.length),
    [3, 5],
  );
  assert.deepEqual(
    reply['predict_probabilites']?.map((row) => row.length),
    [5, 5],
  );
  assert.deepEqual(reply['predict_probabilites']?.[0]?.slice(3), [
    [0.5, 0.5],
    [0.5, 0.5],
  ]);
});

test('TEI takes 32 items at most, none empty, and says which limit was passed', async () => {
  const texts = (count: number): string[] => Array.from({ length: count }, (_, at) => `text ${at}`);
  assert.equal(await statusOf('tei-embed', { inputs: texts(32) }), 200);
  assert.equal(await statusOf('tei-embed', { inputs: texts(33) }), 422);
  assert.equal(await statusOf('tei-embed', { inputs: [] }), 400);
  assert.equal(await statusOf('tei-embed', { inputs: ['a', ''] }), 422);
  assert.equal(await statusOf('tei-embed', { inputs: ['a', 'poison'] }), 424);
  assert.equal(await statusOf('tei-embed', { inputs: 'word '.repeat(600) }), 422);
  assert.equal(await statusOf('tei-embed', { inputs: 'word '.repeat(600), truncate: true }), 200);
  assert.equal(await statusOf('tei-embed', { inputs: 'x'.repeat(2_000_000) }), 413);
  assert.equal(await statusOf('tei-rerank', { query: 'a', texts: texts(33) }), 422);
});

test('a list of ints is one text for TEI', async () => {
  assert.equal((await parsed<unknown[]>('tei-embed', { inputs: [1, 2, 3] })).length, 1);
  assert.equal((await parsed<unknown[]>('tei-embed', { inputs: [[1, 2], [3]] })).length, 2);
});

test('a bare list of two texts is ONE pair for TEI', async () => {
  const pair = await parsed('tei-predict', { inputs: ['a', 'b'] });
  assert.deepEqual(await parsed('tei-predict', { inputs: [['a', 'b'], ['c']] }), [
    pair,
    await parsed('tei-predict', { inputs: 'c' }),
  ]);
  assert.equal(await statusOf('tei-predict', { inputs: ['a', 'b', 'c'] }), 422);
  assert.equal(await statusOf('tei-predict', { inputs: [['a'], 'b'] }), 422);
});

test('TEI ranks by falling score, with the texts when asked', async () => {
  const body = { query: 'q', texts: ['a', 'b', 'c', 'd'], return_text: true };
  const ranks = await parsed<{ index: number; text: string; score: number }[]>('tei-rerank', body);
  assert.deepEqual(
    ranks.map(({ score }) => score),
    ranks.map(({ score }) => score).sort((a, b) => b - a),
  );
  for (const { index, text } of ranks) assert.equal(text, body.texts[index]);
});

test('embeddings of more than two texts come out of order, with their index and a total of tokens', async () => {
  const input = ['a', 'b', 'c'];
  const reply = await parsed<{ data: { index: number; embedding: number[] }[]; usage: { prompt_tokens: number } }>(
    'openai-embeddings',
    { model: 'm', input },
  );
  assert.deepEqual(
    reply.data.map(({ index }) => index),
    [0, 2, 1],
  );
  assert.equal(reply.usage.prompt_tokens, 9);
  const [alone] = (await parsed<typeof reply>('openai-embeddings', { model: 'm', input: 'c' })).data;
  assert.deepEqual(reply.data.find(({ index }) => index === 2)?.embedding, alone?.embedding);
  const coded = await parsed<{ data: { embedding: string }[] }>('openai-embeddings', {
    model: 'm',
    input: 'c',
    encoding_format: 'base64',
  });
  assert.equal(Buffer.from(coded.data[0]?.embedding ?? '', 'base64').readFloatLE(0), Math.fround(alone?.embedding[0] ?? 0));
  assert.equal(JSON.parse((await to('openai-embeddings', { input: ['a', ''] })).text).error.type, 'invalid_request_error');
});

test('completions have n choices for each prompt', async () => {
  const reply = await parsed<{ choices: { index: number; text: string }[] }>('openai-completions', { prompt: ['a', 'b'], n: 2 });
  assert.deepEqual(
    reply.choices.map(({ index }) => index),
    [0, 1, 2, 3],
  );
  const alone = await parsed<typeof reply>('openai-completions', { prompt: 'b', n: 2 });
  assert.deepEqual(
    alone.choices.map(({ text }) => text),
    reply.choices.slice(2).map(({ text }) => text),
  );
});

test('DJL answers one text with a list of one, and an embedding bare', async () => {
  assert.equal((await parsed<unknown[]>('djl-lmi-dynamic-batch', { inputs: 'a' })).length, 1);
  const alone = await parsed('djl-text-embedding', { inputs: 'a' });
  assert.deepEqual(await parsed('djl-text-embedding', { inputs: ['a'] }), [alone]);
  assert.equal(await statusOf('djl-lmi-dynamic-batch', { inputs: ['a', 'poison'] }), 424);
});
