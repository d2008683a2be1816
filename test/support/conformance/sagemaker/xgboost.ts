import { isNan, isPoison } from '../model/content.ts';
import { coordinate } from '../model/numbers.ts';
import { type Container, decodeUtf8, mediaType, Refusal, type Reply, reply } from '../port.ts';
import { pythonFloat } from '../python/floats.ts';
import { writeJson } from '../python/json-writer.ts';
import { dict } from '../python/value.ts';

/** The XGBoost container; `joint` ends every row (1.2-2 and later), or only parts them (1.0-1 and 1.2-1). */
export function xgboost(joint: 'newline' | 'comma'): Container {
  return {
    answer: (question) => {
      const payload = decodeUtf8(question.body).trim();
      if (payload === '') return reply('text/plain', '', 204);
      const rows = payload.split('\n');
      question.holds(rows.length);
      const features = parse(rows, question.contentType);
      if (rows.some(isPoison)) throw new Refusal('Unable to evaluate payload provided: poison');
      const scores = features.map((row) => (isNan(row) ? Number.NaN : coordinate('xgboost', row)));
      return encode(scores, question.accept, joint);
    },
    refuse: ({ status, message }) => reply('text/html; charset=utf-8', message, status),
  };
}

/** Each row as what the model sees of it. */
function parse(rows: readonly string[], contentType: string): string[] {
  const type = mediaType(contentType);
  if (type === 'text/csv') return parseCsv(rows);
  if (type === 'text/libsvm' || type === 'text/x-libsvm') return parseLibsvm(rows);
  throw new Refusal(`Content-type ${contentType} not supported.`, 415);
}

/** The FIRST row says what parts the columns of all. An empty cell is missing. */
function parseCsv(rows: readonly string[]): string[] {
  const delimiter = /[,;\t| :]/.exec((rows[0] ?? '').slice(0, 512))?.[0] ?? ',';
  const table = rows.map((row) => row.replace(/\r$/, '').split(delimiter));
  if (table.some((row) => row.length !== table[0]?.length)) {
    throw new Refusal('Loading csv data failed with Exception, please ensure data is in csv format: inhomogeneous shape', 415);
  }
  return table.map((row) => row.map(csvCell).join());
}

function csvCell(cell: string): string {
  const text = cell.trim();
  const number = text === '' ? 'nan' : Number(text);
  // The poisoned row parses here, so that the model gets to refuse it.
  if (Number.isNaN(number) && !isPoison(text)) {
    throw new Refusal(
      `Loading csv data failed with Exception, please ensure data is in csv format: could not convert string to float: '${text}'`,
      415,
    );
  }
  return number === 'nan' ? 'missing' : String(number);
}

/** Indices count from one unless some index of the WHOLE payload is zero. */
function parseLibsvm(rows: readonly string[]): string[] {
  const table = rows.map((row) => row.trim().split(/\s+/).slice(1).map(libsvmCell));
  const least = Math.min(...table.flat().map(({ index }) => index));
  const base = least === 0 ? 0 : 1;
  return table.map((row) => row.map(({ index, value }) => `${index - base}:${value}`).join(' '));
}

function libsvmCell(cell: string): { readonly index: number; readonly value: number } {
  const [index, value] = cell.split(':').map(Number);
  if (index === undefined || value === undefined || !Number.isInteger(index) || Number.isNaN(value)) {
    if (isPoison(cell)) throw new Refusal('Unable to evaluate payload provided: poison');
    throw new Refusal('Loading libsvm data failed with Exception, please ensure data is in libsvm format', 415);
  }
  return { index, value };
}

function encode(scores: readonly number[], accept: string, joint: 'newline' | 'comma'): Reply {
  const type = mediaType(accept);
  if (type === 'application/json') {
    return reply(type, writeJson(dict({ predictions: scores.map((score) => dict({ score })) })));
  }
  if (!['', '*/*', 'text/csv'].includes(type)) throw new Refusal(`Accept type ${accept} is not supported`, 406);
  const cells = scores.map((score) => pythonFloat(score).toLowerCase());
  return reply('text/csv', joint === 'comma' ? cells.join() : cells.map((cell) => `${cell}\n`).join(''));
}
