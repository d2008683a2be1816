import { below, probability } from '../model/numbers.ts';
import { answerSpans, namedWords } from '../model/spans.ts';
import { generated } from '../model/text.ts';
import { Refusal } from '../port.ts';
import { type Dict, dict, isDict, isList, type Value } from '../python/value.ts';
import { contextOf, countOf, each, scoreOf, type Task, textOf } from './pipeline.ts';

/** token-classification: a row of entities for each text, which may be empty; a list of one stays a list. */
export const tokenClassification: Task = {
  takesCsv: true,
  run: (call) => {
    if (typeof call.inputs !== 'string' && (!isList(call.inputs) || call.inputs.length === 0)) {
      throw new Refusal('At least one input is required.');
    }
    const grouped = (call.parameters.get('aggregation_strategy') ?? 'none') !== 'none';
    return each(call, (item) => namedWords(textOf(item)).map((found) => entity(textOf(item), found, grouped)));
  },
};

type Found = ReturnType<typeof namedWords>[number];

function entity(text: string, { word, start, index }: Found, grouped: boolean): Dict {
  const kind = ['PER', 'LOC', 'ORG'][below(3, 'entity', word, text)] ?? 'PER';
  const score = scoreOf(text, probability('entity', word, text));
  const span = { start: BigInt(start), end: BigInt(start + Array.from(word).length) };
  if (grouped) return dict({ entity_group: kind, score, word, ...span });
  return dict({ entity: `B-${kind}`, score, index: BigInt(index), word, ...span });
}

/** question-answering: a list of ONE comes back bare, and so does a single answer. */
export const questionAnswering: Task = {
  takesCsv: true,
  run: ({ inputs, parameters, holds }) => {
    const examples = isList(inputs) ? inputs.flatMap(examplesOf) : examplesOf(inputs);
    holds(examples.length);
    const topK = countOf(parameters, parameters.has('topk') ? 'topk' : 'top_k', 1);
    const answers = examples.map((example) => answersTo(example, topK));
    return answers.length === 1 ? (answers[0] ?? null) : answers;
  },
};

interface Example {
  readonly question: string;
  readonly context: string;
}

/** One example, or many from a dict of lists. */
function examplesOf(item: Value): Example[] {
  if (!isDict(item)) throw new Refusal(`argument needs to be of type (SquadExample, dict)`);
  const question = item.get('question');
  const context = item.get('context');
  if (question === undefined || context === undefined) {
    throw new Refusal('You need to provide a dictionary with keys {question:..., context:...}');
  }
  if (!isList(question)) return [{ question: filled(question, 'question'), context: filled(context, 'context') }];
  if (isList(context) && context.length !== question.length) {
    throw new Refusal("Questions and contexts don't have the same lengths");
  }
  return question.map((one, at) => ({
    question: filled(one, 'question'),
    context: filled(isList(context) ? context[at] : context, 'context'),
  }));
}

function filled(text: Value | undefined, name: string): string {
  if (text === null || text === undefined) throw new Refusal(`\`${name}\` cannot be None`);
  if (text === '') throw new Refusal(`\`${name}\` cannot be empty`);
  return textOf(text);
}

function answersTo({ question, context }: Example, topK: number): Value {
  const answers = answerSpans(question, context, topK).map((answer) =>
    dict({ ...Object.fromEntries(answer), score: scoreOf(`${question} ${context}`, Number(answer.get('score'))) }),
  );
  return answers.length === 1 ? (answers[0] ?? null) : answers;
}

/** fill-mask: k guesses for each mask of a text; a list of ONE comes back flat. */
export const fillMask: Task = {
  takesCsv: true,
  run: (call) => {
    const topK = countOf(call.parameters, 'top_k', 5);
    const guesses = each(call, (item) => fill(textOf(item), topK, contextOf(call.parameters)));
    return isList(call.inputs) && call.inputs.length === 1 && isList(guesses) ? (guesses[0] ?? null) : guesses;
  },
};

function fill(text: string, topK: number, context: string): Value {
  const masks = text.split('[MASK]').length - 1;
  if (masks === 0) throw new Refusal('No mask_token ([MASK]) found on the input');
  const rows = Array.from({ length: masks }, (_, mask) =>
    Array.from({ length: topK }, (_unused, rank) => guess(text, [String(mask), String(rank), context])),
  );
  return rows.length === 1 ? (rows[0] ?? null) : rows;
}

function guess(text: string, which: readonly string[]): Dict {
  const token = generated(text, ...which).slice(-20, -10);
  const score = scoreOf(text, probability('mask', text, ...which));
  return dict({
    score,
    token: BigInt(below(30000, text, ...which)),
    token_str: token,
    sequence: text.replace('[MASK]', () => token),
  });
}
