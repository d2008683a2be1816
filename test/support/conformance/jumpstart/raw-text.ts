import { mmsRefusal } from '../mms.ts';
import { refusePoison } from '../model/content.ts';
import { below, probability } from '../model/numbers.ts';
import { answerSpans, namedWords } from '../model/spans.ts';
import { generated } from '../model/text.ts';
import { type Container, decodeUtf8, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isList } from '../python/value.ts';

interface Model {
  readonly contentType: 'application/x-text' | 'application/list-text';
  /** `verbose`: Accept was `application/json;verbose`. */
  readonly predict: (text: string, verbose: boolean) => Dict;
}

/** The JumpStart scripts that take one record a call: a raw text, or a list of two texts that is one pair. */
function rawText(model: Model): Container {
  return {
    answer: (question) => {
      if (question.contentType !== model.contentType) throw new Refusal(`content type ${question.contentType} is not supported`);
      const verbose = question.accept === 'application/json;verbose';
      if (!verbose && !['', '*/*', 'application/json'].includes(question.accept)) {
        throw new Refusal(`accept type ${question.accept} is not supported`);
      }
      const text = decodeUtf8(question.body);
      question.holds(1);
      refusePoison(text);
      return reply('application/json', writeJson(model.predict(text, verbose)));
    },
    refuse: mmsRefusal,
  };
}

function pairOf(text: string): readonly [string, string] {
  const pair = readJson(text);
  const [first, second] = isList(pair) ? pair : [];
  if (!isList(pair) || pair.length !== 2 || typeof first !== 'string' || typeof second !== 'string') {
    throw new Refusal('Expected a list of two texts: one record');
  }
  return [first, second];
}

function probabilities(labels: readonly [string, string], verbose: boolean, ...words: readonly string[]): Dict {
  const second = probability(...words);
  const classes = dict({ probabilities: [Math.fround(1 - second), second] });
  if (!verbose) return classes;
  return new Map([...classes, ...dict({ labels, predicted_label: second < 0.5 ? labels[0] : labels[1] })]);
}

export const textClassifier = rawText({
  contentType: 'application/x-text',
  predict: (text, verbose) => probabilities(['negative', 'positive'], verbose, 'tc', text),
});

export const pairClassifier = rawText({
  contentType: 'application/list-text',
  predict: (text, verbose) => probabilities(['not_entailment', 'entailment'], verbose, 'spc', ...pairOf(text)),
});

export const extractiveQa = rawText({
  contentType: 'application/list-text',
  predict: (text) => {
    const [question, context] = pairOf(text);
    const [best] = answerSpans(question, context, 1);
    return dict({ answer: best?.get('answer') ?? '' });
  },
});

export const entityRecogniser = rawText({
  contentType: 'application/x-text',
  predict: (text) =>
    dict({
      predictions: namedWords(text).map(({ word, start, index }) =>
        dict({
          entity: ['B-PER', 'B-LOC', 'B-ORG'][below(3, 'ner', word, text)],
          score: probability('ner', word, text),
          index: BigInt(index),
          word,
          start: BigInt(start),
          end: BigInt(start + Array.from(word).length),
        }),
      ),
    }),
});

export const summariser = rawText({
  contentType: 'application/x-text',
  predict: (text) => dict({ summary_text: generated(text, 'summary') }),
});
