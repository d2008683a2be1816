import { probability, unit } from '../model/numbers.ts';
import { Refusal } from '../port.ts';
import { type Dict, dict, isDict, isList, type Value } from '../python/value.ts';
import { contextOf, each, type PipelineCall, scoreOf, type Task, textOf } from './pipeline.ts';

/** text-classification: one text without top_k comes back in a list, N texts in a list of N; top_k nests each of them. */
export const textClassification: Task = {
  takesCsv: true,
  run: (call) => {
    const { inputs, parameters } = call;
    const legacy = !parameters.has('top_k');
    const result = each(call, (item) => classify(item, parameters));
    return typeof inputs === 'string' && legacy ? [result] : result;
  },
};

function classify(item: Value, parameters: Dict): Value {
  const [text, pair] = isDict(item) ? [textOf(item.get('text')), textOf(item.get('text_pair') ?? '')] : [textOf(item), ''];
  const positive = probability('POSITIVE', text, pair);
  const scores = [
    dict({ label: 'POSITIVE', score: scoreOf(item, positive) }),
    dict({ label: 'NEGATIVE', score: Math.fround(1 - positive) }),
  ];
  if (positive < 0.5) scores.reverse();
  const topK = parameters.get('top_k');
  if (typeof topK === 'bigint') return scores.slice(0, Number(topK));
  if (topK === null || parameters.get('return_all_scores') === true) return scores;
  return scores[0] ?? null;
}

/** zero-shot-classification: every text goes with the same labels, and an empty one fails the call. */
export const zeroShot: Task = {
  takesCsv: false,
  run: (call) => {
    const labels = labelsOf(call.parameters.get('candidate_labels'));
    const template = call.parameters.get('hypothesis_template') ?? 'This example is {}.';
    if (typeof template !== 'string' || !template.includes('{}')) {
      throw new Refusal('The provided hypothesis_template was not able to be formatted with the target labels.');
    }
    const alone = (call.parameters.get('multi_label') ?? call.parameters.get('multi_class')) === true || labels.length === 1;
    return each(call, (item) => {
      const sequence = textOf(item);
      if (sequence === '') throw new Refusal('You must include at least one label and at least one sequence.');
      return ranked(sequence, labels, alone, template);
    });
  },
};

function labelsOf(labels: Value | undefined): string[] {
  const listed = typeof labels === 'string' ? labels.split(',').map((label) => label.trim()) : isList(labels) ? labels : [];
  const texts = listed.filter((label): label is string => typeof label === 'string' && label !== '');
  if (texts.length === 0 || texts.length < listed.length) {
    throw new Refusal('You must include at least one label and at least one sequence.');
  }
  return texts;
}

function ranked(sequence: string, labels: readonly string[], alone: boolean, template: string): Dict {
  const weights = labels.map((label) => unit('entails', sequence, label, template) + 1e-5);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const scored = labels.map((label, at) => {
    const weight = weights[at] ?? 0;
    return { label, score: alone ? probability(sequence, label, template) : weight / total };
  });
  scored.sort((a, b) => b.score - a.score);
  const scores = scored.map(({ score }) => scoreOf(sequence, score));
  return dict({ sequence, labels: scored.map(({ label }) => label), scores });
}

/** feature-extraction: a vector for each word; with batch_size the shorter rows are padded to the longest that goes with them. */
export const featureExtraction: Task = {
  takesCsv: true,
  run: (call) => {
    if (call.parameters.get('return_tensors') === true) throw new Refusal('Object of type Tensor is not JSON serializable');
    const features = each(call, (item) => [wordVectors(textOf(item), call.parameters)]);
    return isList(call.inputs) && isList(features) ? padded(features, call) : features;
  },
};

function wordVectors(text: string, parameters: Dict): Value[] {
  const words = text.split(/\s+/);
  return words.map((word, at) =>
    [0, 1].map((axis) => scoreOf(text, Math.fround(unit(text, word, String(at), String(axis), contextOf(parameters)) * 2 - 1))),
  );
}

function padded(features: readonly Value[], { batchSize }: PipelineCall): Value {
  const rows = features.map((item) => (isList(item) && isList(item[0]) ? item[0] : []));
  return rows.map((row, at) => {
    const first = at - (at % batchSize);
    const longest = Math.max(...rows.slice(first, first + batchSize).map((other) => other.length));
    const padding = Array.from({ length: longest - row.length }, () => [Math.fround(0.1), Math.fround(-0.1)]);
    return [[...row, ...padding]];
  });
}
