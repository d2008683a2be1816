import { contentOf, isPoison } from '../model/content.ts';
import { probability, vector } from '../model/numbers.ts';
import { wordsOf } from '../model/text.ts';
import { type Container, decodeUtf8, mediaType, type Question, Refusal, type Reply, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { rust, writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';

const maxClientBatchSize = 32;
const maxTokens = 512;
const payloadLimitBytes = 2_000_000;

interface Answered {
  readonly items: number;
  readonly body: Value;
}

/** Text Embeddings Inference: at most 32 items a call, and the first bad one fails it. */
function tei(predict: (request: Dict, holds: (items: number) => void) => Answered): Container {
  return {
    answer: (question) => {
      const { items, body } = predict(requestOf(question), question.holds);
      const headers = { 'x-compute-type': 'cpu', 'x-compute-tokens': String(items), 'x-total-time': '1' };
      return { ...reply('application/json', writeJson(body, rust)), headers };
    },
    refuse: ({ status, message, kind }): Reply => {
      if (kind === '') return reply('text/plain; charset=utf-8', message, status);
      return reply('application/json', JSON.stringify({ error: message, error_type: kind }), status);
    },
  };
}

function requestOf(question: Question): Dict {
  if (question.body.length > payloadLimitBytes)
    throw new Refusal('Failed to buffer the request body: length limit exceeded', 413);
  if (mediaType(question.contentType) !== 'application/json') {
    throw new Refusal('Expected request with `Content-Type: application/json`', 415);
  }
  const request = readJson(decodeUtf8(question.body), { finite: true });
  return isDict(request) ? request : refuseType();
}

function refuseType(): never {
  throw new Refusal(
    'Failed to deserialize the JSON body into the target type: data did not match any variant of untagged enum',
    422,
  );
}

function refuseSize(items: number): void {
  if (items === 0) throw new Refusal('`inputs` cannot be empty', 400, 'Empty');
  if (items > maxClientBatchSize) {
    throw new Refusal(`batch size ${items} > maximum allowed batch size ${maxClientBatchSize}`, 422, 'Validation');
  }
}

/** What the tokenizer and the backend have against an item. */
function refuseItem(content: string, request: Dict): void {
  if (content === '') throw new Refusal('`inputs` cannot be empty', 422, 'Validation');
  const tokens = wordsOf(content).length + 2;
  if (tokens > maxTokens && request.get('truncate') !== true) {
    throw new Refusal(`\`inputs\` must have less than ${maxTokens} tokens. Given: ${tokens}`, 422, 'Validation');
  }
  if (isPoison(content)) throw new Refusal('DriverError: poison', 424, 'Backend');
}

/** /embed: a list of ints is ONE text as tokens. */
export const teiEmbed = tei((request, holds) => {
  const inputs = request.get('inputs');
  const batch = isList(inputs) && !(inputs.length > 0 && inputs.every(isToken)) ? inputs : [inputs ?? null];
  const contents = batch.map(embedInput);
  holds(contents.length);
  refuseSize(contents.length);
  const context = writeJson(without(request, 'inputs'));
  const dimensions = request.get('dimensions');
  const size = typeof dimensions === 'bigint' ? Number(dimensions) : 2;
  const body = contents.map((content) => {
    refuseItem(content, request);
    return vector(size, 'embed', content, context);
  });
  return { items: contents.length, body };
});

function isToken(value: Value): value is bigint {
  return typeof value === 'bigint' && value >= 0n && value < 2n ** 32n;
}

function embedInput(input: Value): string {
  if (typeof input === 'string') return input;
  return isList(input) && input.every(isToken) ? contentOf(input) : refuseType();
}

/** /predict: a bare text or pair is one item; a batch is a list of lists of one or two. */
export const teiPredict = tei((request, holds) => {
  const inputs = request.get('inputs');
  const batched = isList(inputs) && inputs.some(isList);
  const sequences = (batched ? inputs : [inputs ?? null]).map((sequence) =>
    batched && !isList(sequence) ? refuseType() : predictInput(sequence),
  );
  holds(sequences.length);
  refuseSize(sequences.length);
  const context = writeJson(without(request, 'inputs'));
  const answers = sequences.map((sequence) => {
    for (const part of sequence) refuseItem(part, request);
    const score = probability('predict', ...sequence, context);
    return [dict({ score, label: score < 0.5 ? 'NEGATIVE' : 'POSITIVE' })];
  });
  return { items: sequences.length, body: batched ? answers : (answers[0] ?? []) };
});

function predictInput(sequence: Value): readonly string[] {
  const parts = isList(sequence) ? sequence : [sequence];
  const texts = parts.filter((part): part is string => typeof part === 'string');
  return texts.length === parts.length && (texts.length === 1 || texts.length === 2) ? texts : refuseType();
}

/** /rerank: the texts come back by falling score; of equal ones the later comes first. */
export const teiRerank = tei((request, holds) => {
  const query = request.get('query');
  const given = request.get('texts');
  if (typeof query !== 'string' || !isList(given)) return refuseType();
  const texts = given.map((text) => (typeof text === 'string' ? text : refuseType()));
  holds(texts.length);
  refuseSize(texts.length);
  refuseItem(query, request);
  const context = writeJson(without(request, 'texts', 'return_text'));
  const ranks = texts.map((text, index) => {
    refuseItem(text, request);
    return { index, text, score: probability('rerank', text, context) };
  });
  ranks.sort((a, b) => a.score - b.score).reverse();
  const shown = request.get('return_text') === true;
  return {
    items: texts.length,
    body: ranks.map(({ index, text, score }) => dict({ index: BigInt(index), text: shown ? text : undefined, score })),
  };
});
