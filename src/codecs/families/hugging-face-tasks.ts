import { at, onlyMember } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
import type { JsonKind, Span } from '../../kernel/json/span.ts';
import { type JsonNode, memberOf, type ObjectNode } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { oneEach } from '../json-reply/rules.ts';
import { rowCountAt } from '../json-request/row-count.ts';
import type { Reading, Shape } from '../json-request/shape.ts';
import { anyText, fullText, takeValues } from '../json-request/take.ts';
import { countSequences } from './count-sequences.ts';
import { huggingFace } from './hugging-face.ts';
import { zeroShotShape } from './zero-shot.ts';

const BATCH_SIZE = '`parameters.batch_size`: items';

const objects = replyOf('an object', 'object');
const arrays = replyOf('a list', 'array');
const objectsOrArrays = replyOf('an object or a list', 'object', 'array');

function replyOf(what: string, ...kinds: readonly JsonKind[]): JsonReply {
  return new JsonReply({ at: [at()], group: oneEach(what, (_, { kind }) => kinds.includes(kind)) });
}

const texts = takeValues({ kindOf: anyText, shortestList: 2 });
const fullTexts = takeValues({ kindOf: fullText, shortestList: 2 });
const pairs = takeValues({
  kindOf: (body, value) => (hasTexts(body, value, 'question', 'context') ? '' : undefined),
  shortestList: 2,
});

/** A text, or an object of a text and its pair, whose result stands bare. */
const textsOrPairs = takeValues({
  kindOf: (body, value) => anyText(body, value) ?? (hasTexts(body, value, 'text') ? 'pair' : undefined),
  shortestList: 2,
  bareOf: (kind) => (kind === 'pair' ? 'yes' : undefined),
});

/** Joined calls state their number of items. */
function batchSize(rest: ObjectNode, reading: Reading = {}): Reading | Alone {
  const slot = rowCountAt(rest, ['parameters', 'batch_size']);
  return 'alone' in slot ? slot : { ...reading, ...slot };
}

function parameter(rest: ObjectNode, key: string): JsonNode | undefined {
  const parameters = memberOf(rest, 'parameters')?.value;
  return parameters?.kind === 'object' ? memberOf(parameters, key)?.value : undefined;
}

const classification: Shape = {
  name: 'classification',
  at: at('inputs'),
  take: textsOrPairs,
  single: 'bare',
  reply: objects,
  read(rest) {
    const all = parameter(rest, 'return_all_scores');
    const topK = parameter(rest, 'top_k');
    if (all !== undefined && topK !== undefined) return { alone: 'both "top_k" and "return_all_scores"' };
    if (topK !== undefined) return batchSize(rest, { bare: 'yes', reply: arrays });
    // transformers 5 takes no notice of return_all_scores.
    return batchSize(rest, all === undefined ? {} : { reply: objectsOrArrays });
  },
};

/** One list of results for each text. */
function listEach(name: string): Shape {
  return { name, at: at('inputs'), take: fullTexts, single: 'bare', bare: 'yes', reply: arrays, read: (rest) => batchSize(rest) };
}

const questions: Shape = {
  ...listEach('questions'),
  take: pairs,
  // More than one answer is asked for, but one was found: then it stands bare, alone and in a list.
  reply: objectsOrArrays,
};

const features: Shape = {
  ...listEach('features'),
  take: texts,
  read(rest): Reading | Alone {
    return parameter(rest, 'batch_size') === undefined ? {} : { alone: 'a "batch_size", which pads to the longest row' };
  },
};

const generation: Shape = {
  ...listEach('generation'),
  take: texts,
  read(rest) {
    const sequences = countSequences(parameter(rest, 'num_return_sequences'));
    if (sequences === undefined) return { alone: '"num_return_sequences" is no small whole number' };
    return batchSize(rest, { costPerItem: sequences });
  },
};

/** Texts to texts: one object each, or a list of several sequences. */
const sequences: Shape = {
  name: 'sequences',
  at: at('inputs'),
  take: texts,
  single: 'bare',
  reply: objects,
  read(rest) {
    const count = countSequences(parameter(rest, 'num_return_sequences'));
    if (count === undefined) return { alone: '"num_return_sequences" is no small whole number' };
    return batchSize(rest, { costPerItem: count, ...(count > 1 ? { bare: 'yes', reply: arrays } : {}) });
  },
};

function hasTexts(body: Buffer, { start, end, kind }: Span, ...keys: readonly string[]): boolean {
  if (kind !== 'object') return false;
  const value = body.subarray(start, end);
  const found = scan(value);
  if (found.kind !== 'found') return false;
  const { members } = found.value;
  return keys.every((key) => {
    const text = onlyMember(value, members, key)?.value;
    return text?.kind === 'string' && text.end - text.start > 2;
  });
}

const INPUTS = ['inputs'];

function textToText(task: string, key: string, aliases: readonly string[] = []): Family {
  return huggingFace({
    name: `hf-${task}`,
    aliases,
    about: `Task \`${task}\`, which transformers 5 has no more.`,
    shape: () => sequences,
    doc: {
      request: '`{"inputs": text, "parameters": {…}}`',
      reply: `\`[{"${key}"}]\`; a list of several with \`num_return_sequences\``,
      cost: 'sequences',
      injected: BATCH_SIZE,
    },
    csv: { bare: 'no', oneOf: INPUTS, reply: objects },
    samples: [{ inputs: 'The tower is 324 metres tall.' }, { inputs: 'It was the first to reach that height.' }],
  });
}

export const HUGGING_FACE: readonly Family[] = [
  huggingFace({
    name: 'hf-zero-shot-classification',
    about: 'Task `zero-shot-classification`. A call holds at most `maxRows` texts times labels.',
    shape: zeroShotShape,
    doc: {
      request: '`{"inputs": text, "parameters": {"candidate_labels": […]}}`',
      reply: '`{"sequence", "labels", "scores"}`',
      cost: 'texts times labels',
      injected: '`parameters.batch_size`: texts times labels',
    },
    alone: 'an empty text; no labels',
    samples: ['I want to run a marathon', 'Save ten percent'].map((inputs) => ({
      inputs,
      parameters: { candidate_labels: ['health', 'finance'] },
    })),
  }),
  huggingFace({
    name: 'hf-text-classification',
    aliases: ['hf-text-classification-topk', 'hf-text-classification-return-all-scores', 'hf-text-classification-csv'],
    about: 'Task `text-classification`.',
    shape: () => classification,
    doc: {
      request: '`{"inputs": text}` or `{"inputs": {"text", "text_pair"}}`, with `top_k` or `return_all_scores` or neither',
      reply:
        '`[{"label", "score"}]`; with `top_k` a list of several; with `return_all_scores` that list in a list; an object for a pair',
      cost: 'items',
      injected: BATCH_SIZE,
    },
    csv: { bare: 'no', oneOf: INPUTS, reply: objects },
    samples: [{ inputs: 'a warm film' }, { inputs: 'a dull slog' }],
  }),
  huggingFace({
    name: 'hf-token-classification',
    about: 'Task `token-classification`, with any `aggregation_strategy`.',
    shape: () => listEach('tokens'),
    doc: { request: '`{"inputs": text}`', reply: '`[entity, …]`, or `[]`', cost: 'items', injected: BATCH_SIZE },
    csv: { bare: 'no', oneOf: INPUTS, reply: arrays },
    samples: [{ inputs: 'Ana lives in Lisbon' }, { inputs: 'Acme opened an office' }],
  }),
  huggingFace({
    name: 'hf-question-answering',
    aliases: ['hf-question-answering-topk'],
    about: 'Task `question-answering`, which transformers 5 has no more.',
    shape: () => questions,
    doc: {
      request: '`{"inputs": {"question", "context"}}`',
      reply: '`{"score", "start", "end", "answer"}`; a list of several with `top_k`',
      cost: 'items',
      injected: BATCH_SIZE,
    },
    csv: { bare: 'yes', oneOf: ['question', 'context'], reply: objectsOrArrays },
    alone: 'an empty question or context',
    samples: [
      { inputs: { question: 'Where does Ana live?', context: 'Ana lives in Lisbon.' } },
      { inputs: { question: 'Who wrote the note?', context: 'The note was written by Bo.' } },
    ],
  }),
  textToText('text2text-generation', 'generated_text', ['hf-text2text-generation-nrs2']),
  textToText('summarization', 'summary_text'),
  textToText('translation', 'translation_text'),
  huggingFace({
    name: 'hf-text-generation',
    about: 'Task `text-generation`. The tokenizer needs a padding token.',
    shape: () => generation,
    doc: { request: '`{"inputs": text}`', reply: '`[{"generated_text"}, …]`', cost: 'sequences', injected: BATCH_SIZE },
    csv: { bare: 'no', oneOf: INPUTS, reply: arrays },
    alone: 'a conversation',
    samples: [
      { inputs: 'Once upon', parameters: { max_new_tokens: 4 } },
      { inputs: 'The weather', parameters: { max_new_tokens: 4 } },
    ],
  }),
  huggingFace({
    name: 'hf-fill-mask',
    about: 'Task `fill-mask`.',
    shape: () => listEach('masks'),
    doc: {
      request: '`{"inputs": text}`',
      reply: '`[{"score", "token", "token_str", "sequence"}, …]`',
      cost: 'items',
      injected: BATCH_SIZE,
    },
    csv: { bare: 'yes', oneOf: INPUTS, reply: arrays },
    samples: [{ inputs: 'my name is [MASK]' }, { inputs: 'i live in [MASK]' }],
  }),
  huggingFace({
    name: 'hf-feature-extraction',
    about: 'Task `feature-extraction`. No batch size is stated: it would pad each row to the longest of its call.',
    shape: () => features,
    doc: { request: '`{"inputs": text}`', reply: '`[[[number, …], …]]`', cost: 'items' },
    csv: { bare: 'no', oneOf: INPUTS, reply: arrays },
    alone: 'a `batch_size` of the caller',
    samples: [{ inputs: 'one two three' }, { inputs: 'four five' }],
  }),
];
