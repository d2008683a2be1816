import { at } from '../../kernel/json/place.ts';
import { memberOf } from '../../kernel/json/tree.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { groupSequences } from '../json-reply/sequences.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { anyText, takeValues } from '../json-request/take.ts';
import { RowsReply } from '../rows/reply.ts';
import { JSON_TYPE } from './content-types.ts';
import { countSequences } from './count-sequences.ts';
import { jsonLinesForm } from './line-forms.ts';
import { jsonSamples } from './sample.ts';
import { vectorEach } from './vectors.ts';
import { readLabels, zeroShotReply, zeroShotTake } from './zero-shot.ts';

const NOTEBOOKS = 'aws/amazon-sagemaker-examples@2d519b52 archived/';

/** The reply to a list is known from a notebook's words only, so each shape that these allow is taken if its counts are right. */
const text2text: Shape = {
  name: 'text2text',
  at: at('text_inputs'),
  take: takeValues({ kindOf: anyText, shortestList: 2 }),
  single: 'bare',
  bare: 'arrays',
  reply: new JsonReply({ at: [at('generated_texts'), at()], group: groupSequences }),
  dropped: [['id']],
  read(rest) {
    const rowsPerItem = countSequences(memberOf(rest, 'num_return_sequences')?.value);
    return rowsPerItem === undefined ? { alone: '"num_return_sequences" is no small whole number' } : { rowsPerItem };
  },
};

function zeroShot(maxRows: number): Shape {
  return {
    name: 'zero-shot',
    at: at('sequences'),
    take: zeroShotTake,
    single: 'bare',
    bare: 'yes',
    reply: zeroShotReply,
    read: (rest) => readLabels(rest, maxRows),
  };
}

const embedding: Shape = {
  name: 'embedding',
  at: at('text_inputs'),
  take: takeValues({ kindOf: anyText, shortestList: 1 }),
  single: 'list',
  reply: new JsonReply({ at: [at('embedding')], group: vectorEach }),
};

/** The models of SageMaker JumpStart that take lists. */
export const JUMPSTART: readonly Family[] = [
  {
    name: 'jumpstart-text2text-v1',
    aliases: ['jumpstart-text2text-v1-jsonlines', 'jumpstart-text2text-v1-xtext'],
    about:
      'Text to text, models of version 1 (FLAN-T5). `id` is the caller’s own: it is left out of the key, and of joined calls. ' +
      'A reply to a list may be flat or a list of lists, under `generated_texts` or by itself.',
    source: `${NOTEBOOKS}text2text-generation-Batch-Transform.ipynb`,
    alone: 'A list of one; `application/x-text`, which is one raw text a call.',
    samples: jsonSamples(
      { text_inputs: 'Translate to German: good morning', max_length: 30 },
      { text_inputs: 'What is tea?', max_length: 30 },
    ),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: {
          request: '`{"text_inputs": text or list, …}`',
          reply: '`{"generated_texts": [text, …]}`',
          cost: 'sequences: `num_return_sequences`',
        },
        request: new JsonRequest({ shapes: [text2text], maxItems }),
      },
      jsonLinesForm({
        reply: new RowsReply({ quoted: false, header: false }),
        says: 'one line an item, as it is (Python literals)',
        maxItems,
      }),
    ],
  },
  {
    name: 'jumpstart-zstc',
    aliases: [],
    about: 'Zero-shot text classification. A call holds at most `maxRows` texts times labels.',
    source: `${NOTEBOOKS}Amazon_JumpStart_Zero_Shot_Text_Classification.ipynb`,
    alone: 'A list of one; an empty text; no labels.',
    samples: jsonSamples(
      ...['I want to run a marathon', 'Save ten percent'].map((text) => ({
        sequences: text,
        candidate_labels: ['health', 'finance'],
      })),
    ),
    forms: ({ maxRows, maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: {
          request: '`{"sequences": text or list, "candidate_labels": […], …}`',
          reply: '`{"sequence", "labels", "scores"}`',
          cost: 'texts times labels',
        },
        request: new JsonRequest({ shapes: [zeroShot(maxRows)], maxItems }),
      },
    ],
  },
  {
    name: 'jumpstart-textembedding-json',
    aliases: [],
    about: 'Text embedding (GPT-J-6B). A bare text, too, is answered with a list of one vector.',
    source: 'LangChain, `SagemakerEndpointEmbeddings`; SageMaker JumpStart model huggingface-textembedding-gpt-j-6b',
    samples: jsonSamples({ text_inputs: ['red'] }, { text_inputs: ['blue'] }),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: { request: '`{"text_inputs": text or list, …}`', reply: '`{"embedding": [[number, …], …]}`', cost: 'items' },
        request: new JsonRequest({ shapes: [embedding], maxItems }),
      },
    ],
  },
];
