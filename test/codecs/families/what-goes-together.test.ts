import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createCodec } from '../../../src/codecs/index.ts';
import type { Message } from '../../../src/codecs/port.ts';
import type { Headers } from '../../../src/kernel/headers.ts';
import { itemsOf, request } from '../messages.ts';

/** A JSON body, or a body with its content type. */
type Body = string | readonly [contentType: string, body: string, more?: Headers];

interface Case {
  readonly codec: string;
  /** Goes alone, for a reason that matches. */
  readonly alone?: readonly (readonly [Body, RegExp])[];
  /** Each may share a call with the others of its row. */
  readonly together?: readonly (readonly Body[])[];
  /** No two of a row may share a call. */
  readonly apart?: readonly (readonly Body[])[];
  readonly invalid?: readonly (readonly [Body, 'INVALID_JSON' | 'INVALID_SHAPE'])[];
  /** Cost of each item. */
  readonly costs?: readonly (readonly [Body, readonly number[]])[];
  readonly maxCompany?: readonly (readonly [Body, number])[];
}

const LINES = 'application/jsonlines';
const CSV = 'text/csv';
const LABELS = '"candidate_labels":["a","b"]';
const UNBOUNDED = Number.MAX_SAFE_INTEGER;

const inputs = (value: string, parameters?: string): string =>
  `{"inputs":${value}${parameters === undefined ? '' : `,"parameters":${parameters}`}}`;

const HUGGING_FACE: readonly Case[] = [
  ...['hf-text-classification', 'hf-token-classification', 'hf-fill-mask', 'hf-text-generation', 'hf-summarization'].map(
    (codec) => ({
      codec,
      alone: [
        [inputs('["a"]'), /fewer than 2/],
        [inputs('[]'), /fewer than 2/],
        [inputs('["a",1]'), /another kind/],
        [inputs('1'), /another kind/],
        ['{"text":"a"}', /none of "inputs"/],
        [inputs('"a"', '{"seed":1}'), /"seed"/],
        ['{"inputs":"a","stream":true}', /stream/],
        ['{"inputs":"a","parameters":1}', /no object/],
        [['application/json; charset=utf-8', inputs('"a"')], /content type/],
        [['application/json', inputs('"a"'), { accept: 'application/x-npy' }], /accepts/],
        [['application/json', inputs('"a"'), { accept: 'text/csv' }], /accepts/],
      ] as const,
      invalid: [
        ['{"inputs":"a"', 'INVALID_JSON'],
        ['["a"]', 'INVALID_SHAPE'],
        ['"a"', 'INVALID_SHAPE'],
      ] as const,
      together: [
        [inputs('"a"'), inputs('["b","c"]')],
        [inputs('"a"', '{"batch_size":4,"k":1}'), inputs('"b"', ' {"k":1} ')],
      ],
      apart: [[inputs('"a"'), inputs('"a"', '{"top_k":1}'), inputs('"a"', '{"top_k":1.0}')]],
      maxCompany: [[inputs('"a"'), UNBOUNDED]] as const,
    }),
  ),
  {
    codec: 'hf-text-classification',
    alone: [
      [inputs('["a",{"text":"b"}]'), /another kind/],
      [inputs('"a"', '{"top_k":1,"return_all_scores":true}'), /both/],
      [[CSV, 'text\na\n'], /no column inputs/],
      [[CSV, 'inputs\n'], /no rows/],
      [[CSV, 'inputs\n"a\n'], /never closed/],
    ],
    together: [[inputs('{"text":"a","text_pair":"b"}'), inputs('[{"text":"c"},{"text":"d","text_pair":"e"}]')]],
    apart: [
      [inputs('"a"'), inputs('{"text":"a","text_pair":"b"}')],
      [
        [CSV, 'inputs\na\n'],
        [CSV, 'inputs,more\na,b\n'],
        [CSV, 'inputs\r\na\r\n'],
      ],
    ],
  },
  {
    codec: 'hf-question-answering',
    alone: [
      [inputs('{"question":"a"}'), /another kind/],
      [inputs('{"question":"a","context":""}'), /another kind/],
      [inputs('[{"question":"a","context":"b"}]'), /fewer than 2/],
    ],
  },
  { codec: 'hf-feature-extraction', alone: [[inputs('"a"', '{"batch_size":2}'), /batch_size/]] },
  {
    codec: 'hf-text2text-generation',
    alone: [
      [inputs('"a"', '{"num_return_sequences":0}'), /num_return_sequences/],
      [inputs('"a"', '{"num_return_sequences":"2"}'), /num_return_sequences/],
    ],
    costs: [
      [inputs('"a"'), [1]],
      [inputs('["a","b"]', '{"num_return_sequences":3}'), [3, 3]],
    ],
  },
];

const REST: readonly Case[] = [
  {
    codec: 'jumpstart-text2text-v1-jsonlines',
    alone: [
      [[LINES, '{"text_inputs":"a","seed":1}\n'], /"seed"/],
      [[LINES, '{"text_inputs":"a"}\n\n{"text_inputs":"b"}\n'], /blank/],
      [[LINES, ''], /no rows/],
      [['application/x-text', 'a'], /content type/],
    ],
    invalid: [[[LINES, '{"text_inputs":"a"}\nnot JSON\n'], 'INVALID_JSON']],
    together: [
      [
        [LINES, '{"text_inputs":"a"}\n'],
        [LINES, '{"text_inputs":"b","x":1}\n{"text_inputs":"c"}\n'],
      ],
    ],
    costs: [
      [
        [LINES, '{"a":1}\n{"a":2}'],
        [1, 1],
      ],
    ],
  },
  {
    codec: 'jumpstart-zstc',
    alone: [
      [`{"sequences":["a"],${LABELS}}`, /fewer than 2/],
      ['{"sequences":"a"}', /candidate_labels/],
      [`{"sequences":"",${LABELS}}`, /another kind/],
    ],
    apart: [[`{"sequences":"a",${LABELS}}`, `{"sequences":"a",${LABELS},"multi_class":true}`]],
    costs: [[`{"sequences":"a",${LABELS}}`, [2]]],
    maxCompany: [[`{"sequences":"a",${LABELS}}`, 32]],
  },
  { codec: 'djl-lmi-dynamic-batch', alone: [[inputs('["a"]'), /fewer than 2/]], apart: [[inputs('"a"'), inputs('"a"', '{}')]] },
  {
    codec: 'docunderstanding-eqa',
    alone: [
      ['{"question":["a"],"context":["b"]}', /fewer than 2/],
      ['{"question":["a","b"],"context":["c"]}', /different lengths/],
      ['{"question":["a","b"],"context":"c"}', /no lists/],
      ['{"question":"a"}', /none of/],
      ['{"question":"","context":"x"}', /no lists/],
      ['{"question":["a",""],"context":["b","c"]}', /empty/],
    ],
    together: [['{"question":"a","context":"b"}', '{"context":["c","d"],"question":["e","f"]}']],
  },
  {
    codec: 'docunderstanding-ner-finetuned',
    alone: [
      [['application/list-text', '["a","b"]'], /another kind/],
      [['application/list-text', '[]'], /fewer than 1/],
      ['[["a"]]', /content type/],
    ],
  },
  {
    codec: 'tei-predict',
    alone: [
      [inputs('["a","b","c"]'), /neither/],
      [inputs('[["a"],["b","c","d"]]'), /neither/],
      [inputs('[["a"],"b"]'), /neither/],
      [inputs('""'), /empty/],
    ],
    together: [[inputs('"a"'), inputs('["a","b"]'), inputs('[["a"],["b","c"]]')]],
    maxCompany: [[inputs('"a"'), 32]],
  },
  {
    codec: 'tei-rerank',
    alone: [
      ['{"query":"q","texts":"a"}', /no list/],
      ['{"query":"q","texts":["a",""]}', /another kind/],
    ],
    apart: [['{"query":"q","texts":["a"]}', '{"query":"r","texts":["a"]}']],
  },
  {
    codec: 'openai-embeddings',
    alone: [
      ['{"input":[],"model":"m"}', /empty list/],
      ['{"input":["a",[1]],"model":"m"}', /not texts/],
    ],
    apart: [
      [
        '{"input":"a","model":"m"}',
        '{"input":[1,2],"model":"m"}',
        '{"input":"a","model":"n"}',
        '{"input":"a","model":"m","dimensions":2}',
      ],
    ],
    costs: [['{"input":[1,2,3],"model":"m"}', [3]]],
  },
  {
    codec: 'openai-completions',
    alone: [
      ['{"prompt":"a","best_of":2}', /best_of/],
      ['{"prompt":"a","stream":true}', /stream/],
      ['{"messages":[]}', /none of "prompt"/],
      ['{"prompt":"a","n":0}', /"n"/],
      ['{"prompt":"a","seed":7}', /seed/],
    ],
    together: [['{"prompt":"a","seed":null,"n":2}', '{"prompt":["b","c"],"n":2,"seed":null}']],
  },
  {
    codec: 'tfserving-predict',
    alone: [
      ['{"inputs":{"x":[1,2],"y":[1]}}', /different lengths/],
      ['{"inputs":{"x":1}}', /no list/],
      ['{"inputs":3}', /none of/],
      ['{"instances":[1],"inputs":[1]}', /beside/],
      [[LINES, '[[1,2],[3,4]]'], /otherwise by themselves/],
      [[LINES, '{"x":1}'], /otherwise by themselves/],
      [[LINES, '[1,2]\n[[3,4]]'], /otherwise by themselves/],
      [[CSV, 'a,1\n2,1'], /begin with a number/],
      [[LINES, '["x][y"]'], /otherwise by themselves/],
      [[LINES, '{"instances":\n[[1,2]]}'], /over several lines/],
      ['{"a":1}\n{"a":2}', /not JSON/],
    ],
    invalid: [
      ['{"instances":1}', 'INVALID_SHAPE'],
      ['{"instances":[1}', 'INVALID_JSON'],
      [[LINES, '[1]\nno'], 'INVALID_JSON'],
    ],
    together: [
      ['{"inputs":{"x":[1],"y":[2]}}', '{"inputs":{"y":[3,4],"x":[5,6]}}'],
      [
        [LINES, '[1,2]'],
        [LINES, '[1,2]\n[3,4]'],
      ],
    ],
    apart: [
      ['{"inputs":{"x":[1]}}', '{"inputs":{"y":[1]}}', '{"inputs":[1]}', '{"instances":[1]}'],
      ['{"instances":[1],"signature_name":"a"}', '{"instances":[1]}'],
      [
        [CSV, '1,2'],
        [CSV, '1,2,3'],
        [CSV, 'a,2'],
      ],
    ],
  },
  {
    codec: 'sagemaker-builtin-json',
    alone: [
      ['{"instances":[]}', /empty/],
      [['application/x-recordio-protobuf', 'x'], /content type/],
      [[CSV, '1,2\n3'], /different columns/],
    ],
    together: [
      [
        [CSV, '1,2'],
        [CSV, '3,4\n5,6'],
      ],
    ],
    apart: [['{"instances":[1],"configuration":{"k":1}}', '{"instances":[1],"configuration":{"k":2}}']],
  },
  {
    codec: 'xgboost',
    alone: [
      [['text/libsvm', '0 1:1'], /content type/],
      [[CSV, '1,2\n3;4'], /different columns/],
      [[CSV, '"1","2"'], /quotes/],
      [[CSV, ' 1,2'], /white space/],
      [[CSV, '\ufeff1,2'], /byte order mark/],
      [[CSV, ''], /no rows/],
      [[`${CSV}; charset=latin1`, '1'], /content type/],
    ],
    together: [
      [
        [CSV, '1,2'],
        [CSV, '3,4\n5,6'],
      ],
    ],
    apart: [
      [
        [CSV, '1,2'],
        [CSV, '1;2'],
        [CSV, '1\t2'],
        [CSV, '1,2,3'],
        [CSV, '1'],
      ],
    ],
  },
  {
    codec: 'mlflow',
    alone: [
      ['{"dataframe_split":{"columns":["a"],"data":[[1],[2.5]]}}', /unlike types/],
      ['{"dataframe_records":[{"a":1},{"b":1}]}', /unlike types/],
      ['{"inputs":[[1],[1,2]]}', /unlike types/],
      ['{"inputs":{"x":[1234567890123456789]}}', /unlike types/],
      ['{"instances":[1],"inputs":[1]}', /beside/],
      [[CSV, 'a\n1\nx\n'], /unlike types/],
      [['text/csv; header=present', 'a\n1\n'], /content type/],
    ],
    together: [
      [
        '{"dataframe_split":{"columns":["a"],"index":[7],"data":[[1]]}}',
        '{"dataframe_split":{"columns":["a"],"data":[[2],[3]]}}',
      ],
      ['{"inputs":{"x":[[1,2.5]]}}', '{"inputs":{"x":[[2.5,1],[0.5,0.5]]}}'],
      [
        [CSV, 'a,b\n1,"x, y"\n'],
        [CSV, 'a,b\n2,z\n3,"u\nv"\n'],
      ],
    ],
    apart: [
      [
        '{"inputs":{"a":[1],"b":[2]}}',
        '{"inputs":{"b":[1],"a":[2]}}',
        '{"dataframe_split":{"columns":["a"],"data":[[1]]}}',
        '{"dataframe_split":{"columns":["a"],"data":[[1.5]]}}',
        '{"dataframe_split":{"columns":["b"],"data":[[1]]}}',
        '{"dataframe_split":{"columns":["a"],"data":[[null]]}}',
      ],
      [
        '{"dataframe_split":{"columns":["a"],"data":[1]}}',
        '{"dataframe_split":{"columns":["a"],"data":[1.5]}}',
        '{"dataframe_split":{"columns":["a"],"data":["x"]}}',
      ],
      ['{"inputs":[[1]]}', '{"inputs":[[1.5]]}', '{"inputs":[[1,2]]}', '{"inputs":["a"]}', '{"inputs":[[1]],"params":{"t":1}}'],
      [
        [CSV, 'a\n1\n'],
        [CSV, 'a\n1.5\n'],
        [CSV, 'a\nNA\n'],
        [CSV, 'a\ntrue\n'],
        [CSV, 'a\nx\n'],
        [CSV, 'b\n1\n'],
      ],
    ],
  },
];

function messageOf(body: Body): Message {
  if (typeof body === 'string') return request(body);
  const [contentType, text, more = {}] = body;
  const message = request(text, contentType);
  return { ...message, headers: { ...message.headers, ...more } };
}

for (const { codec: name, alone = [], together = [], apart = [], invalid = [], costs = [], maxCompany = [] } of [
  ...HUGGING_FACE,
  ...REST,
]) {
  const codec = createCodec(name);
  const keyOf = (body: Body): string => itemsOf(codec, messageOf(body)).key;
  describe(name, () => {
    for (const [body, reason] of alone) {
      test(`alone: ${JSON.stringify(body)}`, () => {
        const extraction = codec.extract(messageOf(body));
        assert.match(extraction.kind === 'alone' ? extraction.reason : extraction.kind, reason);
      });
    }
    for (const [body, code] of invalid) {
      test(`invalid: ${JSON.stringify(body)}`, () => {
        const extraction = codec.extract(messageOf(body));
        assert.equal(extraction.kind === 'invalid' && extraction.code, code);
      });
    }
    test('together, apart, costs and bounds', () => {
      for (const row of together) assert.equal(new Set(row.map(keyOf)).size, 1, JSON.stringify(row));
      for (const row of apart) assert.equal(new Set(row.map(keyOf)).size, row.length, JSON.stringify(row));
      for (const [body, expected] of costs)
        assert.deepEqual(
          itemsOf(codec, messageOf(body)).items.map(({ cost }) => cost),
          expected,
        );
      for (const [body, expected] of maxCompany) assert.equal(itemsOf(codec, messageOf(body)).maxCompany, expected);
    });
  });
}
