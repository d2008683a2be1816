import { isPoison } from '../model/content.ts';
import { generated } from '../model/text.ts';
import { type Container, decodeUtf8, mediaType, Refusal, type Reply, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { rust, writeJson } from '../python/json-writer.ts';
import { dict, isDict, type Value } from '../python/value.ts';

/** Text Generation Inference: inputs is one text, never a list. */
export const tgi: Container = {
  answer: (question) => {
    if (mediaType(question.contentType) !== 'application/json') {
      throw new Refusal('Expected request with `Content-Type: application/json`', 415);
    }
    const request = readJson(decodeUtf8(question.body), { finite: true });
    const inputs: Value | undefined = isDict(request) ? request.get('inputs') : undefined;
    if (typeof inputs !== 'string' || !isDict(request)) {
      throw new Refusal('Failed to deserialize the JSON body into the target type: inputs: invalid type, expected a string', 422);
    }
    question.holds(1);
    if (inputs === '' || isPoison(inputs))
      throw new Refusal('Input validation error: `inputs` cannot be processed', 422, 'validation');
    const text = generated(inputs, writeJson(request.get('parameters') ?? null));
    return reply('application/json', writeJson([dict({ generated_text: text })], rust));
  },
  refuse: (refusal): Reply => {
    if (refusal.kind === '') return reply('text/plain; charset=utf-8', refusal.message, refusal.status);
    return reply('application/json', JSON.stringify({ error: refusal.message, error_type: refusal.kind }), refusal.status);
  },
};
