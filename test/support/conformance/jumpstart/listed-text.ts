import { zeroShot } from '../hf/classification.ts';
import { pipelineCall } from '../hf/pipeline.ts';
import { mmsRefusal } from '../mms.ts';
import { refusePoison } from '../model/content.ts';
import { vector } from '../model/numbers.ts';
import { type Container, decodeUtf8, type Question, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, without } from '../python/value.ts';

/** huggingface-zstc: the pipeline's own keyword arguments, flat; a list of sequences gives a list. */
export const zeroShotClassifier: Container = {
  answer: (question) => {
    if (!['', '*/*', 'application/json'].includes(question.accept))
      throw new Refusal(`accept type ${question.accept} is not supported`);
    const request = objectOf(question);
    const sequences = request.get('sequences');
    if (sequences === undefined) throw new Refusal("__call__() missing 1 required positional argument: 'sequences'");
    const prediction = zeroShot.run(pipelineCall(sequences, without(request, 'sequences'), question.holds));
    return reply('application/json', writeJson(prediction));
  },
  refuse: mmsRefusal,
};

/** huggingface-textembedding-gpt-j-6b: a vector for each text, in a list even for one bare text. */
export const textEmbedding: Container = {
  answer: (question) => {
    const texts = objectOf(question).get('text_inputs');
    const listed = isList(texts) ? texts : [texts];
    const strings = listed.filter((text): text is string => typeof text === 'string' && text !== '');
    if (strings.length < listed.length || strings.length === 0)
      throw new Refusal('text_inputs must be a text or a list of texts');
    question.holds(strings.length);
    const embedding = strings.map((text) => {
      refusePoison(text);
      return vector(3, 'gpt-j', text);
    });
    return reply('application/json', writeJson(dict({ embedding })));
  },
  refuse: mmsRefusal,
};

function objectOf(question: Question): Dict {
  if (question.contentType !== 'application/json') throw new Refusal(`content type ${question.contentType} is not supported`);
  const request = readJson(decodeUtf8(question.body));
  if (!isDict(request)) throw new Refusal('Input payload must be a JSON object');
  return request;
}
