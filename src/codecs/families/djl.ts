import { at } from '../../kernel/json/place.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { oneEach } from '../json-reply/rules.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { anyText, takeValues } from '../json-request/take.ts';
import { JSON_TYPE } from './content-types.ts';
import { jsonSamples } from './sample.ts';
import { vectorEach } from './vectors.ts';

const generation: Shape = {
  name: 'generation',
  at: at('inputs'),
  take: takeValues({ kindOf: anyText, shortestList: 2 }),
  single: 'bare',
  reply: new JsonReply({ at: [at()], group: oneEach('an object', (_, { kind }) => kind === 'object') }),
};

const embedding: Shape = {
  name: 'embedding',
  at: at('inputs'),
  take: takeValues({ kindOf: anyText, shortestList: 1 }),
  single: 'list',
  bare: 'yes',
  reply: new JsonReply({ at: [at()], group: vectorEach }),
};

/** Deep Java Library Serving, and its containers for large models. */
export const DJL: readonly Family[] = [
  {
    name: 'djl-lmi-dynamic-batch',
    aliases: [],
    about: 'DJL large model inference with dynamic batching. With rolling batch, it takes no lists: use `passthrough`.',
    source: 'DJL Serving documentation, "LMI input and output schema"',
    alone: 'A list of one.',
    samples: jsonSamples(
      { inputs: 'What is tea?', parameters: { max_new_tokens: 8 } },
      { inputs: 'What is jam?', parameters: { max_new_tokens: 8 } },
    ),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: { request: '`{"inputs": text or list, "parameters": {…}}`', reply: '`[{"generated_text"}, …]`', cost: 'items' },
        request: new JsonRequest({ shapes: [generation], maxItems }),
      },
    ],
  },
  {
    name: 'djl-text-embedding',
    aliases: [],
    about: 'DJL text embedding: a bare text is answered with a bare vector.',
    source: 'DJL Serving documentation, "Text embedding"',
    samples: jsonSamples({ inputs: 'red' }, { inputs: 'blue' }),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: { request: '`{"inputs": text or list}`', reply: '`[number, …]`; a list of such for a list', cost: 'items' },
        request: new JsonRequest({ shapes: [embedding], maxItems }),
      },
    ],
  },
];
