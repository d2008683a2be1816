import { mmsRefusal } from '../mms.ts';
import { isNan, refusePoison } from '../model/content.ts';
import { generated } from '../model/text.ts';
import { type Container, decodeUtf8, type Question, Refusal, type Reply, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { writeLiteral } from '../python/literal.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';

/** FLAN-T5, model version 1: JSON with one text or many, one raw text, or a record a line. */
export const text2textV1: Container = {
  answer: (question) => {
    if (question.contentType === 'application/json') return answerJson(question);
    if (question.contentType === 'application/x-text') return answerText(question);
    if (question.contentType === 'application/jsonlines') return answerLines(question);
    throw new Refusal(`content type ${question.contentType} is not supported`);
  },
  refuse: mmsRefusal,
};

function answerJson(question: Question): Reply {
  const request = recordOf(readJson(decodeUtf8(question.body)));
  const texts = textsOf(request);
  question.holds(texts.length);
  return reply('application/json', writeJson(dict({ generated_texts: generate(texts, request) })));
}

function answerText(question: Question): Reply {
  question.holds(1);
  const [text = ''] = generate([decodeUtf8(question.body)], new Map());
  return reply('application/json', writeJson(dict({ generated_text: text })));
}

/** Each record is run with its own parameters; CSV is what the script calls its Python literals. */
function answerLines(question: Question): Reply {
  const lines = decodeUtf8(question.body)
    .split('\n')
    .filter((line) => line.trim() !== '');
  question.holds(lines.length);
  const records = lines.map((line) => recordOf(readJson(line)));
  const results = records.map((record) =>
    dict({ id: record.get('id'), generated_texts: generate(textsOf(record), without(record, 'id')) }),
  );
  const csv = question.accept === 'text/csv';
  const body = results.map((result) => `${csv ? writeLiteral(result) : writeJson(result)}\n`).join('');
  return reply(csv ? 'text/csv' : 'application/jsonlines', body);
}

function recordOf(value: Value): Dict {
  if (!isDict(value)) throw new Refusal('Input payload must be a JSON object');
  return value;
}

function textsOf(request: Dict): string[] {
  const texts = request.get('text_inputs');
  const listed = isList(texts) ? texts : [texts];
  const strings = listed.filter((text): text is string => typeof text === 'string');
  if (strings.length < listed.length || strings.length === 0) {
    throw new Refusal('Input payload must contain text_inputs key, a string or a list of strings');
  }
  return strings;
}

/** The texts in one flat list, as `batch_decode` gives them; a seed is set once for the call, so place matters then. */
function generate(texts: readonly string[], request: Dict): string[] {
  const context = writeJson(without(request, 'text_inputs', 'batch_size', 'id'));
  const count = request.get('num_return_sequences') ?? 1n;
  if (typeof count !== 'bigint' || count < 1n) throw new Refusal('num_return_sequences must be an integer with value >= 1');
  return texts.flatMap((text, place) => {
    refusePoison(text);
    if (isNan(text)) throw new Refusal('probability tensor contains either `inf`, `nan` or element < 0');
    const seeded = request.has('seed') ? String(place) : '';
    return Array.from({ length: Number(count) }, (_, at) => generated(text, context, String(at), seeded));
  });
}
