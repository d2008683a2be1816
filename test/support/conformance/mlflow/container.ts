import { contentOf, refusePoison } from '../model/content.ts';
import { coordinate } from '../model/numbers.ts';
import { type Container, decodeUtf8, mediaType, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';
import { rowsOfArrays } from './arrays.ts';
import { type Frame, fromCsv, fromRecords, fromSplit } from './frame.ts';

const fields = ['dataframe_split', 'dataframe_records', 'instances', 'inputs'];

/** MLflow's scoring server over a model that looks at dtypes, as one without a signature does. */
export const mlflow: Container = {
  answer: (question) => {
    const { rows, context } = readRows(question.contentType, decodeUtf8(question.body));
    question.holds(rows.length);
    const predictions = rows.map((row) => {
      const content = contentOf(row);
      refusePoison(content, 400, 'BAD_REQUEST');
      return coordinate('mlflow', content, context);
    });
    return reply('application/json', writeJson(dict({ predictions })));
  },
  refuse: ({ status, message, kind }) => {
    if (status === 415) return reply('text/plain', message, status);
    return reply('application/json', JSON.stringify({ error_code: kind || 'BAD_REQUEST', message }), status);
  },
};

interface Rows {
  readonly rows: readonly Value[];
  readonly context: string;
}

function readRows(contentType: string, text: string): Rows {
  const parameters = contentType
    .split(';')
    .slice(1)
    .map((part) => part.trim().toLowerCase());
  const stray = parameters.find((part) => part !== '' && !part.startsWith('charset='));
  if (stray !== undefined) throw new Refusal(`Unrecognized content type parameters: ${stray}.`, 415);
  if (parameters.some((part) => part.startsWith('charset=') && !/^charset="?utf-8"?$/.test(part))) {
    throw new Refusal('The scoring server only supports UTF-8 charset input.', 415);
  }
  const type = mediaType(contentType);
  if (type === 'text/csv') return { rows: frameRows(fromCsv(text)), context: '' };
  if (type === 'application/json') return readBody(readJson(text));
  throw new Refusal(
    `This predictor only supports the following content types: ['text/csv', 'application/json']. Got '${contentType}'.`,
    415,
  );
}

function readBody(request: Value): Rows {
  if (!isDict(request)) throw new Refusal('The input must be a JSON dictionary with exactly one of the input fields');
  const given = [...request.keys()].filter((key) => key !== 'params');
  const [field = '', ...more] = given;
  if (more.length > 0 || !fields.includes(field)) {
    throw new Refusal(`The input must be a JSON dictionary with exactly one of the input fields. Received: ${given.join(', ')}`);
  }
  const params = request.get('params') ?? null;
  if (params !== null && !isDict(params)) throw new Refusal('Params must be a dictionary');
  return { rows: rowsOf(field, request), context: params === null ? '' : contentOf(without(params)) };
}

function rowsOf(field: string, request: Dict): readonly Value[] {
  const value = request.get(field) ?? null;
  if (field === 'dataframe_split') return frameRows(fromSplit(value));
  if (field === 'dataframe_records') return frameRows(fromRecords(value));
  if (field === 'instances' && !isList(value))
    throw new Refusal('Failed to parse data as TF serving input: instances must be a list');
  return rowsOfArrays(value);
}

/** A row as the model sees it: names, dtypes and values. */
function frameRows({ columns, dtypes, rows }: Frame): Value[] {
  return rows.map((row) => [columns, dtypes, row]);
}
