import { at } from '../../kernel/json/place.ts';
import { memberOf } from '../../kernel/json/tree.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { tokens } from '../json-request/measure.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { takeTextsOrTokenIds } from '../json-request/take.ts';
import { JSON_TYPE } from './content-types.ts';
import { countSequences } from './count-sequences.ts';
import { jsonSamples } from './sample.ts';

const USAGE =
  'The tokens of `usage` are told of whole calls only: each caller is told an estimated share, and shares add up to the total.';
const TOKENS = 'tokens: counted where they are ids, else bytes / 4';

const embeddings: Shape = {
  name: 'embeddings',
  at: at('input'),
  take: takeTextsOrTokenIds,
  single: 'list',
  reply: new JsonReply({ at: [at('data')], numbered: { key: 'index' }, usage: 'usage' }),
  measure: tokens,
};

const completions: Shape = {
  name: 'completions',
  at: at('prompt'),
  take: takeTextsOrTokenIds,
  single: 'list',
  reply: new JsonReply({ at: [at('choices')], numbered: { key: 'index' }, usage: 'usage' }),
  measure: tokens,
  not: ['best_of'],
  read(rest) {
    const rowsPerItem = countSequences(memberOf(rest, 'n')?.value);
    return rowsPerItem === undefined ? { alone: '"n" is no small whole number' } : { rowsPerItem };
  },
};

/** The OpenAI API, as other servers offer it too. */
export const OPENAI: readonly Family[] = [
  {
    name: 'openai-embeddings',
    aliases: [],
    about: `\`/v1/embeddings\` of OpenAI, vLLM, TEI and Infinity. Results are put in order by their \`index\`. ${USAGE}`,
    source: 'OpenAI API reference, "Create embeddings"',
    alone: 'An empty text; texts and token ids in one list.',
    samples: jsonSamples({ model: 'm', input: 'red' }, { model: 'm', input: 'blue' }),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: {
          request: '`{"input": text, ids, or a list, …}`',
          reply: '`{"data": [{"index", "embedding"}, …], …}`',
          cost: TOKENS,
        },
        request: new JsonRequest({ shapes: [embeddings], maxItems }),
      },
    ],
  },
  {
    name: 'openai-completions',
    aliases: [],
    about: `\`/v1/completions\` of OpenAI and vLLM, with any \`n\`. ${USAGE} Callers of one call share its \`id\`.`,
    source: 'OpenAI API reference, "Create completion"',
    alone: '`best_of`; an empty prompt; chats.',
    samples: jsonSamples({ model: 'm', prompt: 'Once', max_tokens: 2 }, { model: 'm', prompt: 'Twice', max_tokens: 2 }),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: {
          request: '`{"prompt": text, ids, or a list, …}`',
          reply: '`{"choices": [{"index", "text"}, …], …}`',
          cost: TOKENS,
        },
        request: new JsonRequest({ shapes: [completions], maxItems }),
      },
    ],
  },
];
