import { contentOf, isNan, refusePoison } from '../model/content.ts';
import { Refusal } from '../port.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, isDict, isList, type Value, without } from '../python/value.ts';

/** A call of a transformers pipeline: `pipeline(inputs, **parameters)`. */
export interface PipelineCall {
  readonly inputs: Value;
  /** Without batch_size and num_workers, which the base class takes for itself. */
  readonly parameters: Dict;
  readonly batchSize: number;
  readonly holds: (items: number) => void;
}

export interface Task {
  /** The toolkit refuses CSV for some tasks. */
  readonly takesCsv: boolean;
  readonly run: (call: PipelineCall) => Value;
}

export function pipelineCall(inputs: Value, parameters: Value | undefined, holds: (items: number) => void): PipelineCall {
  if (parameters !== undefined && parameters !== null && !isDict(parameters)) {
    throw new Refusal('argument after ** must be a mapping');
  }
  const given: Dict = parameters ?? new Map();
  const batchSize = given.get('batch_size') ?? 1n;
  if (typeof batchSize !== 'bigint' || batchSize < 1n) {
    throw new Refusal('batch_size should be a positive integer value');
  }
  return { inputs, parameters: without(given, 'batch_size', 'num_workers'), batchSize: Number(batchSize), holds };
}

/** The base class's call: a list gives a list, of one too; batch_size only says how many go through the model at once. */
export function each(call: PipelineCall, one: (item: Value) => Value): Value {
  if (!isList(call.inputs)) {
    call.holds(1);
    return one(call.inputs);
  }
  call.holds(call.inputs.length);
  return call.inputs.map(one);
}

/** A text for the tokenizer. */
export function textOf(item: Value | undefined): string {
  if (typeof item !== 'string') {
    throw new Refusal('text input must be of type `str` (single example), `list[str]` (batch or single pretokenized example)');
  }
  refusePoison(item);
  return item;
}

/** NaN where the model's number is none; the toolkit cannot print that. */
export function scoreOf(item: Value, score: number): number {
  return isNan(contentOf(item)) ? Number.NaN : score;
}

/** What the answer depends on besides the item. */
export function contextOf(parameters: Dict): string {
  return writeJson(without(parameters));
}

/** A parameter that counts something. */
export function countOf(parameters: Dict, key: string, otherwise: number): number {
  const value = parameters.get(key) ?? BigInt(otherwise);
  if (typeof value !== 'bigint' || value < 1n) throw new Refusal(`${key} parameter should be >= 1 (got ${writeJson(value)})`);
  return Number(value);
}
