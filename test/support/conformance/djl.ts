import { isPoison } from './model/content.ts';
import { vector } from './model/numbers.ts';
import { generated } from './model/text.ts';
import { type Container, decodeUtf8, mediaType, type Question, Refusal, reply } from './port.ts';
import { readJson } from './python/json-reader.ts';
import { gson, writeJson } from './python/json-writer.ts';
import { type Dict, dict, isDict, isList, without } from './python/value.ts';

/** DJL's large-model container with dynamic batching: a list of answers for one text too. */
export const djlTextGeneration: Container = {
  answer: (question) => {
    const { request, texts } = textsOf(question);
    const context = writeJson(without(request, 'inputs'));
    return reply('application/json', writeJson(texts.map((text) => dict({ generated_text: generated(text, context) }))));
  },
  refuse: ({ message }) =>
    reply('application/json', JSON.stringify({ code: 424, message: 'invoke handler failure', error: message }), 424),
};

/** DJL's text embedding: one bare text is answered with a bare vector, a list with a list. */
export const djlTextEmbedding: Container = {
  answer: (question) => {
    const { request, texts } = textsOf(question);
    const vectors = texts.map((text) => vector(2, 'djl', text));
    const body = isList(request.get('inputs')) ? vectors : (vectors[0] ?? []);
    return reply('application/json', writeJson(body, gson));
  },
  refuse: ({ status, message }) =>
    reply('application/json', JSON.stringify({ code: status, type: 'TranslateException', message }), status),
};

function textsOf(question: Question): { readonly request: Dict; readonly texts: readonly string[] } {
  if (mediaType(question.contentType) !== 'application/json')
    throw new Refusal(`unsupported content type ${question.contentType}`);
  const request = readJson(decodeUtf8(question.body));
  if (!isDict(request)) throw new Refusal('Expected a JSON object');
  const inputs = request.get('inputs');
  const listed = isList(inputs) ? inputs : [inputs];
  const texts = listed.filter((text): text is string => typeof text === 'string');
  if (texts.length < listed.length || texts.length === 0) throw new Refusal('Expected inputs to be a text or a list of texts');
  question.holds(texts.length);
  if (texts.some(isPoison)) throw new Refusal('a text could not be processed: poison');
  return { request, texts };
}
