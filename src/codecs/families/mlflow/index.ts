import { at, membersOf } from '../../../kernel/json/place.ts';
import type { Family } from '../../family.ts';
import { JsonReply } from '../../json-reply/reply.ts';
import { JsonRequest } from '../../json-request/request.ts';
import type { Shape } from '../../json-request/shape.ts';
import { RowsRequest } from '../../rows/request.ts';
import { JSON_TYPE } from '../content-types.ts';
import { jsonSamples } from '../sample.ts';
import { csvKind } from './csv-kind.ts';
import { takeFrameRows, takeTensorRows } from './take.ts';

const reply = new JsonReply({ at: [membersOf('predictions')] });

const SHAPES: readonly Shape[] = [
  {
    name: 'split',
    at: at('dataframe_split', 'data'),
    take: takeFrameRows,
    single: 'list',
    reply,
    dropped: [['dataframe_split', 'index']],
  },
  { name: 'records', at: at('dataframe_records'), take: takeFrameRows, single: 'list', reply },
  { name: 'inputs', at: membersOf('inputs'), take: takeTensorRows, single: 'list', reply },
  { name: 'instances', at: at('instances'), take: takeTensorRows, single: 'list', reply },
];

export const MLFLOW: Family = {
  name: 'mlflow',
  aliases: ['mlflow-csv', 'mlflow-dataframe-records', 'mlflow-dataframe-split', 'mlflow-inputs-columnar'],
  about:
    'MLflow’s scoring server. pandas and NumPy tell a column’s type from all rows of a call, so rows share a call only where the ' +
    'literals in each column are of one kind (whole, with a point, text, boolean, null). `index` of a frame is left out.',
  source: 'mlflow/mlflow mlflow/pyfunc/scoring_server/__init__.py',
  alone: 'Rows of unlike types in one request; whole numbers of more than 18 digits.',
  samples: jsonSamples(
    { dataframe_split: { columns: ['a', 'b'], data: [[1, 2.5]] } },
    { dataframe_split: { columns: ['a', 'b'], data: [[3, 4.5]] } },
  ),
  forms: ({ maxItems }) => [
    {
      contentTypes: JSON_TYPE,
      doc: {
        request: '`dataframe_split`, `dataframe_records`, `inputs` (a list, or an object of lists) or `instances`',
        reply: '`{"predictions": […]}`, or an object of lists',
        cost: 'rows',
      },
      request: new JsonRequest({ shapes: SHAPES, maxItems }),
    },
    {
      contentTypes: { names: ['text/csv'], parameters: [] },
      doc: { request: 'CSV with a header line; a row an item', reply: 'as above', cost: 'rows' },
      request: new RowsRequest({ name: 'csv', quoted: true, header: {}, bare: 'no', reply, kindOf: csvKind }, maxItems),
    },
  ],
};
