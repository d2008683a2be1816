import { contentOf, isPoison } from '../model/content.ts';
import { vector } from '../model/numbers.ts';
import { generated, wordsOf } from '../model/text.ts';
import { type Container, decodeUtf8, mediaType, type Question, Refusal, type Reply, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { pythonCompact, writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';

function openai(answer: (request: Dict, question: Question) => Reply): Container {
  return {
    answer: (question) => {
      if (mediaType(question.contentType) !== 'application/json')
        throw new Refusal('Unsupported Media Type: Only application/json is allowed', 415);
      const request = readJson(decodeUtf8(question.body), { finite: true });
      if (!isDict(request)) throw new Refusal('The body must be a JSON object');
      return answer(request, question);
    },
    refuse: ({ status, message }) => {
      const error = { message, type: 'invalid_request_error', param: null, code: status };
      return reply('application/json', JSON.stringify({ error }), status);
    },
  };
}

/** A text or a list of texts; a list of ints is ONE text as tokens. */
function textsOf(value: Value | undefined, name: string): Value[] {
  const tokens = isList(value) && value.length > 0 && value.every((token) => typeof token === 'bigint');
  const texts = isList(value) && !tokens ? [...value] : [value ?? null];
  const valid = texts.every((text) => (typeof text === 'string' && text !== '') || (isList(text) && text.length > 0));
  if (!valid || texts.length === 0) throw new Refusal(`'$.${name}' is invalid. Please check the API reference.`);
  if (texts.some((text) => isPoison(contentOf(text)))) throw new Refusal(`'$.${name}' could not be processed: poison`);
  return texts;
}

function tokensIn(text: Value): number {
  return isList(text) ? text.length : wordsOf(contentOf(text)).length;
}

function usageOf(prompt: number, completion?: number): Dict {
  return dict({
    prompt_tokens: BigInt(prompt),
    completion_tokens: completion === undefined ? undefined : BigInt(completion),
    total_tokens: BigInt(prompt + (completion ?? 0)),
  });
}

/** /v1/embeddings: `data` comes in any order, each with its index; usage is the total. */
export const openaiEmbeddings = openai((request, { holds }) => {
  const texts = textsOf(request.get('input'), 'input');
  holds(texts.length);
  const context = writeJson(without(request, 'input', 'user', 'encoding_format'));
  const dimensions = request.get('dimensions');
  const size = typeof dimensions === 'bigint' ? Number(dimensions) : 2;
  const data = texts.map((text, index) => {
    const numbers = vector(size, 'embedding', contentOf(text), context);
    const embedding = request.get('encoding_format') === 'base64' ? base64(numbers) : numbers;
    return dict({ object: 'embedding', index: BigInt(index), embedding });
  });
  const prompt = texts.reduce<number>((total, text) => total + tokensIn(text) + 2, 0);
  const body = dict({ object: 'list', data: shuffled(data), model: request.get('model') ?? 'm', usage: usageOf(prompt) });
  return reply('application/json', writeJson(body, pythonCompact));
});

function base64(numbers: readonly number[]): string {
  return Buffer.from(new Float32Array(numbers).buffer).toString('base64');
}

/** Out of order once there are more than two. */
function shuffled(data: readonly Dict[]): readonly Dict[] {
  return data.length > 2 ? [...data.slice(1), ...data.slice(0, 1)].toReversed() : data;
}

/** /v1/completions: n choices for each prompt, in order; a seed is set once for the call, so place matters then. */
export const openaiCompletions = openai((request, { holds }) => {
  const prompts = textsOf(request.get('prompt'), 'prompt');
  holds(prompts.length);
  const asked = request.get('n') ?? 1n;
  if (typeof asked !== 'bigint' || asked < 1n) throw new Refusal("'n' must be at least 1");
  const maxTokens = Number(request.get('max_tokens') ?? 16n);
  const context = writeJson(without(request, 'prompt', 'stream', 'user'));
  const choices = prompts.flatMap((prompt, place) =>
    Array.from({ length: Number(asked) }, (_, at) => {
      const seeded = request.has('seed') ? String(place) : '';
      const said = generated(contentOf(prompt), context, String(at), seeded);
      const text = request.get('echo') === true ? contentOf(prompt) + said : said;
      return dict({ index: BigInt(place * Number(asked) + at), text, logprobs: null, finish_reason: 'length' });
    }),
  );
  const prompt = prompts.reduce<number>((total, text) => total + tokensIn(text), 0);
  const start = { id: 'cmpl-conformance', object: 'text_completion', model: request.get('model') ?? 'm' };
  if (request.get('stream') === true) return streamed(choices.map((choice) => dict({ ...start, choices: [choice] })));
  const body = dict({ ...start, choices, usage: usageOf(prompt, choices.length * maxTokens) });
  return reply('application/json', writeJson(body, pythonCompact));
});

function streamed(chunks: readonly Dict[]): Reply {
  const events = chunks.map((chunk) => `data: ${writeJson(chunk, pythonCompact)}\n\n`);
  return reply('text/event-stream; charset=utf-8', `${events.join('')}data: [DONE]\n\n`);
}
