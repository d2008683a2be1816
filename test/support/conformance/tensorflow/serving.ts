import { contentOf, isNan, refusePoison } from '../model/content.ts';
import { coordinate } from '../model/numbers.ts';
import { Refusal, type Reply, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { rapid, writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';

export type Method = 'predict' | 'classify' | 'regress';

export interface TensorFlowModel {
  readonly name: string;
  /** What an instance's answer looks like. */
  readonly shape: 'scalar' | 'row';
}

export interface TensorFlowRequest {
  readonly text: string;
  readonly method: Method;
  readonly model: TensorFlowModel;
  readonly holds: (items: number) => void;
  /** The instances are ONE row when they are a flat list. */
  readonly flatIsOneRow?: boolean;
}

/** TensorFlow Serving's REST API. */
export function serve(request: TensorFlowRequest): string {
  const body = readJson(request.text);
  if (!isDict(body)) throw new Refusal('Request body must be a JSON object');
  if (request.method !== 'predict' || body.has('examples')) return pretty('result', examples(body, request));
  if (body.has('instances') === body.has('inputs')) {
    throw new Refusal("JSON Value must have exactly one of keys: 'instances' or 'inputs'");
  }
  return body.has('instances') ? pretty('predictions', predictions(body, request)) : pretty('outputs', outputs(body, request));
}

export function refuse(refusal: Refusal): Reply {
  return reply('application/json', JSON.stringify({ error: refusal.message }), refusal.status);
}

function predictions(body: Dict, request: TensorFlowRequest): Value[] {
  const given = body.get('instances');
  if (!isList(given)) throw new Refusal("Failed to process 'instances': it must be a list");
  if (given.length === 0) throw new Refusal("'instances' must not be empty");
  const flat = request.flatIsOneRow === true && !given.some((value) => isList(value) || isDict(value));
  const rows: readonly Value[] = flat ? [given] : given;
  request.holds(rows.length);
  const context = contextOf(body, request, 'instances');
  refuseRagged(rows);
  return rows.map((row) => answer(row, context, request.model));
}

/** Columnar: every tensor has the same number of rows; one output is bare, several are named. */
function outputs(body: Dict, request: TensorFlowRequest): Value {
  const given = body.get('inputs');
  const columns: Dict = isDict(given) ? given : dict({ input: given ?? null });
  // The inputs of a signature have names, and no order.
  const lists = [...columns]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, rows]) => {
      if (!isList(rows)) throw new Refusal(`Tensor ${name} must have a batch dimension`);
      refuseRagged(rows);
      return [name, rows] as const;
    });
  const rowCount = lists[0]?.[1].length ?? 0;
  if (rowCount === 0 || lists.some(([, rows]) => rows.length !== rowCount)) {
    throw new Refusal('All tensors must have the same 0-th dimension size');
  }
  request.holds(rowCount);
  const rows = Array.from({ length: rowCount }, (_, at) => new Map(lists.map(([name, values]) => [name, values[at] ?? null])));
  const context = contextOf(body, request, 'inputs');
  const answers = rows.map((row) => answer(row, context, request.model));
  if (lists.length === 1) return answers;
  return dict({ y: answers, z: rows.map((row) => answer(row, `${context} z`, request.model)) });
}

function examples(body: Dict, request: TensorFlowRequest): Value[] {
  const given = body.get('examples');
  if (!isList(given) || given.length === 0 || !given.every(isDict))
    throw new Refusal("Expecting 'examples' value to be an array of objects");
  request.holds(given.length);
  const context = contextOf(body, request, 'examples');
  return given.map((example) => {
    const score = answer(example, context, { name: request.model.name, shape: 'scalar' });
    if (request.method === 'regress') return score;
    return [
      ['ja', score],
      ['nö', answer(example, `${context} no`, { name: request.model.name, shape: 'scalar' })],
    ];
  });
}

function answer(row: Value, context: string, model: TensorFlowModel): Value {
  const content = contentOf(row);
  refusePoison(content);
  const value = isNan(content) ? Number.NaN : coordinate('tf', content, context);
  return model.shape === 'row' ? [value] : value;
}

function contextOf(body: Dict, { model, method }: TensorFlowRequest, key: string): string {
  return [model.name, method, writeJson(without(body, key))].join(' ');
}

/** A tensor is rectangular: rows of another shape fail the call. */
function refuseRagged(rows: readonly Value[]): void {
  const shapes = rows.map(shapeOf);
  const at = shapes.findIndex((shape) => shape !== shapes[0]);
  if (at > 0)
    throw new Refusal(
      `Failed to process element: ${at} of 'instances' list. Error: INVALID_ARGUMENT: Expecting tensor size ${shapes[0]} but got ${shapes[at]}`,
    );
}

function shapeOf(value: Value): string {
  if (isDict(value)) return `{${[...without(value)].map(([key, inner]) => `${key}:${shapeOf(inner)}`).join()}}`;
  if (!isList(value)) return '';
  const inner = new Set(value.map(shapeOf));
  if (inner.size > 1) throw new Refusal('Encountered list at unexpected size');
  return `${value.length}x${[...inner].join()}`;
}

/** RapidJSON's pretty writer as TensorFlow Serving drives it. */
function pretty(key: string, value: Value): string {
  const spelling = { ...rapid, comma: ', ', colon: ': ' };
  const text = isList(value)
    ? `[${value.map((item) => writeJson(item, spelling)).join(', ')}\n    ]`
    : writeJson(value, spelling);
  return `{\n    "${key}": ${text}\n}`;
}
