import { at } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
import type { Family, FamilyOptions, FormDoc } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { oneEach } from '../json-reply/rules.ts';
import { tokens } from '../json-request/measure.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape, TakeItems } from '../json-request/shape.ts';
import { fullText, sliceOf, takeTextsOrTokenIds, takeValues } from '../json-request/take.ts';
import { JSON_TYPE } from './content-types.ts';
import { jsonSamples } from './sample.ts';
import { vectorEach } from './vectors.ts';

/** `max_client_batch_size` of a server that was started without one. */
const DEFAULT_MAX_ITEMS = 32;

const TOKENS = 'tokens: counted where they are ids, else bytes / 4';

export const embedShape: Shape = {
  name: 'embed',
  at: at('inputs'),
  take: takeTextsOrTokenIds,
  single: 'list',
  reply: new JsonReply({ at: [at()], group: vectorEach }),
  measure: tokens,
};

const OPEN = Buffer.from('[');
const CLOSE = Buffer.from(']');

/** `"a"` and `["a"]` are a text, `["a", "b"]` is one pair; lists of such lists are several. Alone they are answered barely. */
const takeTextsOrPairs: TakeItems = (body, columns) => {
  const value = columns[0]?.value;
  if (value?.elements === undefined) {
    const isText = value !== undefined && fullText(body, value) !== undefined;
    if (!isText) return { alone: 'items that are not texts, or empty' };
    return { form: 'one', items: [[Buffer.concat([OPEN, sliceOf(body, value), CLOSE])]], kind: '' };
  }
  const isOne = value.elements[0]?.kind === 'string';
  const slices = isOne ? [sliceOf(body, value)] : value.elements.map((element) => sliceOf(body, element));
  if (slices.length === 0 || !slices.every(isTextOrPair)) return { alone: 'items that are neither texts nor pairs' };
  return { form: isOne ? 'one' : 'list', items: slices.map((slice) => [slice]), kind: '' };
};

function isTextOrPair(slice: Buffer): boolean {
  const found = scan(slice);
  const elements = found.kind === 'found' ? (found.value.elements ?? []) : [];
  return [1, 2].includes(elements.length) && elements.every((element) => fullText(slice, element) !== undefined);
}

const predictShape: Shape = {
  name: 'predict',
  at: at('inputs'),
  take: takeTextsOrPairs,
  single: 'list',
  bare: 'yes',
  reply: new JsonReply({ at: [at()], group: oneEach('a list', (_, { kind }) => kind === 'array') }),
  measure: tokens,
};

const takeTextList = takeValues({ kindOf: fullText, shortestList: 1 });

const rerankShape: Shape = {
  name: 'rerank',
  at: at('texts'),
  take: (body, columns) =>
    columns[0]?.value.elements === undefined ? { alone: 'texts that are no list' } : takeTextList(body, columns),
  single: 'list',
  reply: new JsonReply({ at: [at()], numbered: { key: 'index', sortedBy: 'score' } }),
  measure: tokens,
};

/** Text Embeddings Inference: each route, and `/invocations` of a model of its kind. */
export const TEI: readonly Family[] = [
  tei({
    name: 'tei-embed',
    about: '`/embed`.',
    shape: embedShape,
    doc: { request: '`{"inputs": text, ids, or a list, …}`', reply: '`[[number, …], …]`', cost: TOKENS },
    samples: [{ inputs: 'red' }, { inputs: 'blue' }],
  }),
  tei({
    name: 'tei-predict',
    about: '`/predict`. A list of two texts is one pair.',
    shape: predictShape,
    doc: {
      request: '`{"inputs": text, [text], [text, text], or a list of lists, …}`',
      reply: '`[{"score", "label"}, …]`',
      cost: TOKENS,
    },
    samples: [{ inputs: 'a warm film' }, { inputs: 'a dull film' }],
  }),
  tei({
    name: 'tei-rerank',
    about: '`/rerank`. Requests with the same `query` share calls; each gets its own texts back, numbered and sorted.',
    shape: rerankShape,
    doc: { request: '`{"query", "texts": [text, …], …}`', reply: '`[{"index", "score"}, …]`, the best first', cost: TOKENS },
    samples: [
      { query: 'colour', texts: ['red', 'stone'] },
      { query: 'colour', texts: ['blue', 'bread'] },
    ],
  }),
];

interface Route {
  readonly name: string;
  readonly about: string;
  readonly shape: Shape;
  readonly doc: FormDoc;
  readonly samples: readonly unknown[];
}

function tei({ name, about, shape, doc, samples }: Route): Family {
  return {
    name,
    aliases: [],
    about: `Text Embeddings Inference, ${about} A call holds at most \`maxItems\` items (${DEFAULT_MAX_ITEMS}, the server's own default).`,
    source: 'huggingface/text-embeddings-inference@0d124dc router/src/http/{server,types}.rs',
    alone: 'An empty text, which fails its whole call; items of both kinds in one list.',
    samples: jsonSamples(...samples),
    forms: ({ maxItems = DEFAULT_MAX_ITEMS }: FamilyOptions) => [
      { contentTypes: JSON_TYPE, doc, request: new JsonRequest({ shapes: [shape], maxItems }) },
    ],
  };
}
