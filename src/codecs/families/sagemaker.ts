import { at } from '../../kernel/json/place.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { takeRows } from '../json-request/take.ts';
import { ReplyByType } from '../reply-by-type.ts';
import { RowsReply } from '../rows/reply.ts';
import { JSON_LINES, JSON_TYPE } from './content-types.ts';
import { csvForm, jsonLinesForm } from './line-forms.ts';
import { jsonSamples, sample } from './sample.ts';

const lines = new RowsReply({ quoted: false, header: false });
const linesOrCommas = new RowsReply({ quoted: false, header: false, orCommas: true });
const linesByType = Object.fromEntries(JSON_LINES.names.map((name) => [name, lines]));

/** RCF says `scores`, and BlazingText a list by itself. */
const builtInReply = new ReplyByType(
  { ...linesByType, 'text/csv': lines },
  new JsonReply({ at: [at('predictions'), at('scores'), at()] }),
);

const instances: Shape = { name: 'instances', at: at('instances'), take: takeRows, single: 'list', reply: builtInReply };

/** XGBoost before 1.2-2 answers with commas instead of line feeds. */
const xgboostReply = new ReplyByType(
  { ...linesByType, 'application/json': new JsonReply({ at: [at('predictions')] }) },
  linesOrCommas,
);

const builtInForms: Family['forms'] = ({ maxItems }) => [
  {
    contentTypes: JSON_TYPE,
    doc: {
      request: '`{"instances": [any, …], "configuration": {…}}`',
      reply: '`{"predictions": […]}`, `{"scores": […]}` or a list; lines by `Accept`',
      cost: 'items',
    },
    request: new JsonRequest({ shapes: [instances], maxItems }),
  },
  jsonLinesForm({ reply: builtInReply, says: 'lines, or JSON as above', maxItems }),
  csvForm({ reply: builtInReply, says: 'lines, or JSON as above', maxItems }),
];

/** Amazon's own algorithms. */
export const SAGEMAKER: readonly Family[] = [
  {
    name: 'sagemaker-builtin-json',
    aliases: ['sagemaker-builtin-jsonlines', 'sagemaker-rcf-json'],
    about:
      'SageMaker’s built-in algorithms: linear learner, k-means, k-NN, PCA, factorization machines, NTM, Object2Vec, IP Insights, ' +
      'DeepAR, random cut forest.',
    source: 'awsdocs/amazon-sagemaker-developer-guide@a869fa5 doc_source/cdf-inference.md and the page of each algorithm',
    alone: 'An empty list; recordio.',
    samples: jsonSamples({ instances: [{ features: [1.5, 16.25] }] }, { instances: [{ features: [-2.5, 100.2] }] }),
    forms: builtInForms,
  },
  {
    name: 'sagemaker-blazingtext-json',
    aliases: [],
    about: 'BlazingText, whose instances are sentences, and whose reply is a list by itself.',
    source: 'awsdocs/amazon-sagemaker-developer-guide@a869fa5 doc_source/blazingtext.md',
    alone: 'An empty list.',
    samples: jsonSamples({ instances: ['the movie was excellent'] }, { instances: ['i did not like the taste'] }),
    forms: builtInForms,
  },
  {
    name: 'xgboost',
    aliases: ['xgboost-csv', 'xgboost-csv-comma', 'xgboost-json-accept', 'xgboost-libsvm'],
    about:
      'XGBoost. Replies have a line a row, or (before version 1.2-2) commas between rows, or are JSON by `Accept`. The container ' +
      'guesses the delimiter from a call’s first row, so rows share a call only where delimiter and number of columns are equal.',
    source: 'aws/sagemaker-xgboost-container `encoder.py`, `serve_utils.py` of versions 1.0-1 to 3.0-5',
    alone: 'libsvm, whose index base is guessed from a whole call; recordio; rows with different numbers of columns.',
    samples: [sample('text/csv', '1.5,2.25,3.5'), sample('text/csv', '4.5,5.25,6.5')],
    forms: ({ maxItems }) => [
      csvForm({ reply: xgboostReply, says: 'lines, one line with commas, or `{"predictions": […]}`', maxItems }),
    ],
  },
];
