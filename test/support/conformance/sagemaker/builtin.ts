import { contentOf, isNan, refusePoison } from '../model/content.ts';
import { below, coordinate, probability } from '../model/numbers.ts';
import { type Container, decodeUtf8, mediaType, type Question, Refusal, type Reply, reply } from '../port.ts';
import { pythonFloat } from '../python/floats.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';

interface Algorithm {
  /** The key of the answers in a JSON reply. */
  readonly key: 'predictions' | 'scores';
  readonly predict: (content: string, context: string) => Dict;
}

/** Amazon's first-party algorithms: JSON, JSON lines or CSV in, any of the three out; what they cannot score is a 400 of text. */
function builtin({ key, predict }: Algorithm): Container {
  return {
    answer: (question) => {
      const { instances, context } = readInstances(question);
      question.holds(instances.length);
      const answers = instances.map((instance) => {
        const content = contentOf(featuresOf(instance));
        refusePoison(content);
        return predict(content, context);
      });
      return encode(answers, key, question.accept);
    },
    refuse: ({ status, message }) => reply('text/plain', message, status),
  };
}

function readInstances(question: Question): { readonly instances: readonly Value[]; readonly context: string } {
  const text = decodeUtf8(question.body);
  const type = mediaType(question.contentType);
  if (type === 'application/json') {
    const request = readJson(text);
    const instances = isDict(request) ? request.get('instances') : undefined;
    if (!isDict(request) || !isList(instances) || instances.length === 0)
      throw new Refusal('unable to evaluate payload provided');
    return { instances, context: writeJson(without(request, 'instances')) };
  }
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  if (type === 'application/jsonlines') return { instances: lines.map((line) => readJson(line)), context: '{}' };
  if (type === 'text/csv') return { instances: csvInstances(lines), context: '{}' };
  throw new Refusal(`content-type ${question.contentType} not supported`, 415);
}

function csvInstances(lines: readonly string[]): Value[] {
  const rows = lines.map((line) => line.split(',').map((cell) => (cell.trim() === '' ? Number.NaN : Number(cell))));
  if (rows.some((row) => row.length !== rows[0]?.length)) throw new Refusal('unable to evaluate payload provided: unequal rows');
  // A word is told apart before it is found not to be a number.
  for (const line of lines) refusePoison(line);
  if (rows.flat().some(Number.isNaN)) throw new Refusal('unable to evaluate payload provided: could not convert string to float');
  return rows.map((features) => dict({ features }));
}

/** `{"features": [...]}`, `{"data": {"features": {"values": [...]}}}` and DeepAR's objects. */
function featuresOf(instance: Value): Value {
  if (!isDict(instance)) throw new Refusal('unable to evaluate payload provided: an instance is not an object');
  return instance.get('features') ?? instance;
}

function encode(answers: readonly Dict[], key: Algorithm['key'], accept: string): Reply {
  const type = mediaType(accept);
  if (['', '*/*', 'application/json'].includes(type)) return reply('application/json', writeJson(dict({ [key]: answers })));
  if (type === 'application/jsonlines') return reply(type, answers.map((answer) => `${writeJson(answer)}\n`).join(''));
  if (type === 'text/csv')
    return reply(type, answers.map((answer) => `${[...answer.values()].map(csvCell).join(',')}\n`).join(''));
  throw new Refusal(`accept ${accept} not supported`, 406);
}

function csvCell(value: Value): string {
  return typeof value === 'number' ? pythonFloat(value) : contentOf(value);
}

function orNan(content: string, value: number): number {
  return isNan(content) ? Number.NaN : value;
}

export const linearLearner = builtin({
  key: 'predictions',
  predict: (content, context) => {
    const score = probability('linear', content, context);
    return dict({ score: orNan(content, score), predicted_label: score < 0.5 ? 0n : 1n });
  },
});

export const kMeans = builtin({
  key: 'predictions',
  predict: (content, context) =>
    dict({
      distance_to_cluster: orNan(content, coordinate('distance', content, context)),
      closest_cluster: below(10, 'cluster', content, context),
    }),
});

export const randomCutForest = builtin({
  key: 'scores',
  predict: (content, context) => dict({ score: orNan(content, coordinate('forest', content, context)) }),
});
