import { at, columns, membersOf } from '../../kernel/json/place.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { oneEach } from '../json-reply/rules.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { takeTextColumns, takeValues } from '../json-request/take.ts';
import { EXACT_JSON } from './content-types.ts';
import { jsonSamples, sample } from './sample.ts';

const ENTRY_POINTS = 'aws/amazon-sagemaker-examples@2d519b52 archived/identify_key_insights_from_textual_document/containers';

const questions: Shape = {
  name: 'questions',
  at: columns('question', 'context'),
  take: takeTextColumns,
  single: 'bare',
  bare: 'yes',
  reply: new JsonReply({
    at: [at('answers')],
    group: oneEach('an answer or a list of them', (_, { kind }) => kind === 'object' || kind === 'array'),
  }),
};

/** Rows are padded to the longest of their call, in this one column. */
const tokens: Shape = {
  name: 'tokens',
  at: at(),
  take: takeValues({ kindOf: (_, { kind }) => (kind === 'array' ? '' : undefined), shortestList: 1 }),
  single: 'list',
  reply: new JsonReply({ at: [membersOf()], trim: { column: 'predict_probabilites', by: 'predict_label' } }),
};

/** Entry points of a published document-understanding solution. */
export const DOCUMENT_UNDERSTANDING: readonly Family[] = [
  {
    name: 'docunderstanding-eqa',
    aliases: [],
    about: 'Extractive question answering. The entry point runs one forward pass after the other: what is saved is requests.',
    source: `${ENTRY_POINTS}/question_answering`,
    alone: 'Lists of one, which are answered flat; an empty question or context.',
    samples: jsonSamples(
      { question: 'Where does Ana live?', context: 'Ana lives in Lisbon.' },
      { question: 'Who wrote the note?', context: 'The note was written by Bo.' },
    ),
    forms: ({ maxItems }) => [
      {
        contentTypes: EXACT_JSON,
        doc: { request: '`{"question", "context", "parameters": {"topk"}}`', reply: '`{"answers": [answer, …]}`', cost: 'items' },
        request: new JsonRequest({ shapes: [questions], maxItems }),
      },
    ],
  },
  {
    name: 'docunderstanding-ner-finetuned',
    aliases: [],
    about:
      'Fine-tuned named entities. Rows of `predict_probabilites` are padded to the longest of their call; each caller gets them as ' +
      'long as the longest of its own.',
    source: `${ENTRY_POINTS}/entity_recognition, \`transform_fn\``,
    samples: [sample('application/list-text', '[["Ana","lives","here"]]'), sample('application/list-text', '[["Acme"]]')],
    forms: ({ maxItems }) => [
      {
        contentTypes: { names: ['application/list-text'] },
        doc: { request: '`[[token, …], …]`', reply: 'an object of columns, each a list', cost: 'items' },
        request: new JsonRequest({ shapes: [tokens], maxItems }),
      },
    ],
  },
];
