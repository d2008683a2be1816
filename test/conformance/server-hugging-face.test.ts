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

async function refused(contract: string, body: unknown, asked?: Asked): Promise<string> {
  const answer = await to(contract, body, asked);
  assert.equal(answer.status, 400, answer.text);
  const { code, type, message } = JSON.parse(answer.text) as { code: number; type: string; message: string };
  assert.deepEqual([code, type], [400, 'InternalServerException']);
  assert.match(message, / : 400$/);
  return message;
}

test('a content type must be application/json or text/csv exactly', async () => {
  const body = { inputs: 'a' };
  assert.match(await refused('hf-text-classification', body, { contentType: 'application/json; charset=utf-8' }), /Content type/);
  await refused('hf-text-classification', body, { contentType: 'application/jsonlines' });
  await refused('hf-text-classification', body, { accept: 'application/json;verbose' });
  await refused('hf-zero-shot-classification', 'inputs\r\na', { contentType: 'text/csv' });
});

test('a top-level list is refused, and so is a number', async () => {
  assert.match(await refused('hf-text-classification', ['a']), /pop expected at most 1 argument/);
  assert.match(await refused('hf-text-classification', '1.5'), /'float' object/);
});

test('replies have no spaces and no escapes beyond those of JSON', async () => {
  const { text } = await to('hf-summarization', { inputs: 'é "x"' });
  assert.match(text, /^\[\{"summary_text":" Réponse «é \\"x\\"» /);
});

test('an answer that is not a number fails the call', async () => {
  assert.match(await refused('hf-text-classification', { inputs: ['a', 'a nan b'] }), /not JSON compliant/);
});

test('half a surrogate pair fails the call', async () => {
  await refused('hf-zero-shot-classification', '{"inputs":"\\ud800","parameters":{"candidate_labels":"a"}}');
});

test('text classification nests by top_k and return_all_scores', async () => {
  const shapes = async (inputs: unknown, parameters?: object): Promise<string> => {
    const reply = await parsed('hf-text-classification', { inputs, parameters });
    return JSON.stringify(reply).replaceAll(/\{[^}]*\}/g, 'x');
  };
  assert.equal(await shapes('a'), '[x]');
  assert.equal(await shapes(['a']), '[x]');
  assert.equal(await shapes(['a', 'b']), '[x,x]');
  assert.equal(await shapes('a', { top_k: null }), '[x,x]');
  assert.equal(await shapes('a', { top_k: 1 }), '[x]');
  assert.equal(await shapes(['a', 'b'], { top_k: 1 }), '[[x],[x]]');
  assert.equal(await shapes('a', { return_all_scores: true }), '[[x,x]]');
  assert.equal(await shapes(['a', 'b'], { return_all_scores: true }), '[[x,x],[x,x]]');
  assert.equal(await shapes({ text: 'a', text_pair: 'b' }), 'x');
  assert.equal(await shapes([{ text: 'a', text_pair: 'b' }, 'c']), '[x,x]');
});

test('a list of one comes back flat from question answering and fill-mask only', async () => {
  const pair = { question: 'Who?', context: 'Ana and Bo.' };
  assert.deepEqual(
    await parsed('hf-question-answering', { inputs: [pair] }),
    await parsed('hf-question-answering', { inputs: pair }),
  );
  const masked = await parsed('hf-fill-mask', { inputs: 'a [MASK]' });
  assert.deepEqual(await parsed('hf-fill-mask', { inputs: ['a [MASK]'] }), masked);
  const entities = await parsed('hf-token-classification', { inputs: 'Ana left' });
  assert.deepEqual(await parsed('hf-token-classification', { inputs: ['Ana left'] }), [entities]);
  const written = await parsed('hf-text-generation', { inputs: 'a' });
  assert.deepEqual(await parsed('hf-text-generation', { inputs: ['a'] }), [written]);
});

test('several answers to a question are a list, one is bare', async () => {
  const inputs = { question: 'Who?', context: 'Ana and Bo.' };
  assert.ok(Array.isArray(await parsed('hf-question-answering', { inputs, parameters: { top_k: 2 } })));
  const lists = { question: ['Who?', 'Where?'], context: 'Ana and Bo.' };
  assert.equal((await parsed<unknown[]>('hf-question-answering', { inputs: lists })).length, 2);
});

test('several masks nest one deeper, and without a mask the call fails', async () => {
  const reply = await parsed<unknown[][]>('hf-fill-mask', { inputs: '[MASK] and [MASK]', parameters: { top_k: 3 } });
  assert.deepEqual([reply.length, reply[0]?.length], [2, 3]);
  assert.match(await refused('hf-fill-mask', { inputs: ['a [MASK]', 'none'] }), /No mask_token/);
});

test('several sequences for a text keep a level of nesting, single ones lose it', async () => {
  const one = await parsed<unknown[]>('hf-text2text-generation', { inputs: 'a' });
  assert.deepEqual(await parsed('hf-text2text-generation', { inputs: ['a', 'a'] }), [...one, ...one]);
  const nested = await parsed<unknown[][]>('hf-text2text-generation', {
    inputs: ['a', 'b'],
    parameters: { num_return_sequences: 2, num_beams: 2 },
  });
  assert.deepEqual(
    nested.map((row) => row.length),
    [2, 2],
  );
  await refused('hf-text2text-generation', { inputs: 'a', parameters: { num_return_sequences: 2 } });
});

test('a list of messages is one conversation', async () => {
  const reply = await parsed<{ generated_text: unknown[] }[]>('hf-text-generation', {
    inputs: [{ role: 'user', content: 'hi' }],
  });
  assert.equal(reply[0]?.generated_text.length, 2);
});

test('batch_size changes nothing but the padding of features', async () => {
  const parameters = { candidate_labels: 'a, b' };
  const alone = await parsed('hf-zero-shot-classification', { inputs: ['x', 'y'], parameters });
  assert.deepEqual(
    await parsed('hf-zero-shot-classification', { inputs: ['x', 'y'], parameters: { ...parameters, batch_size: 4 } }),
    alone,
  );
  const rows = async (batchSize?: number): Promise<number[]> => {
    const given = { inputs: ['one two three', 'four', 'five'], parameters: { batch_size: batchSize } };
    const reply = await parsed<unknown[][][]>('hf-feature-extraction', given);
    return reply.map((item) => item[0]?.length ?? 0);
  };
  assert.deepEqual(await rows(), [3, 1, 1]);
  assert.deepEqual(await rows(2), [3, 3, 1]);
  await refused('hf-feature-extraction', { inputs: ['a'], parameters: { batch_size: 0 } });
});

test('one bad item fails the call', async () => {
  const zeroShot = { candidate_labels: ['a'] };
  assert.match(
    await refused('hf-zero-shot-classification', { inputs: ['a', ''], parameters: zeroShot }),
    /at least one sequence/,
  );
  await refused('hf-zero-shot-classification', { inputs: ['a'] });
  await refused('hf-question-answering', {
    inputs: [
      { question: 'a', context: 'b' },
      { question: 'a', context: '' },
    ],
  });
  await refused('hf-translation', { inputs: ['a', null] });
  await refused('hf-text-classification', { inputs: null });
});

test('CSV has a header of known names and quoted line ends, and comes back as CSV when asked', async () => {
  const asked = { contentType: 'text/csv', accept: 'text/csv' };
  const { text, contentType } = await to('hf-text-classification-csv', 'inputs\r\n"two\r\nlines, ""quoted"""\r\nb\r\n', asked);
  assert.equal(contentType, 'text/csv');
  assert.match(text, /^label,score\r\n[A-Z]+,\S+\r\n[A-Z]+,\S+\r\n$/);
  const json = await parsed('hf-text-classification', { inputs: ['two\r\nlines, "quoted"', 'b'] });
  assert.deepEqual(
    await parsed('hf-text-classification', 'inputs\n"two\r\nlines, ""quoted"""\nb', { contentType: 'text/csv' }),
    json,
  );
  await refused('hf-text-classification', 'text\r\na', { contentType: 'text/csv' });
  await refused('hf-token-classification', 'inputs\r\nAna', asked);
});
