import { contentOf } from '../model/content.ts';
import { type Container, decodeUtf8, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { rapid, writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value, without } from '../python/value.ts';
import { readFrame, writeFrame } from './frame.ts';
import { infer, rowsOf } from './model.ts';
import { elementCount, fromBytes, fromJson, type Tensor, toBytes } from './tensor.ts';

/** The Open Inference Protocol (KServe V2) with Triton's binary tensor extension. */
export const openInference: Container = {
  answer: (question) => {
    const { json, raw, form } = readFrame(question);
    const request = readJson(decodeUtf8(json));
    if (!isDict(request)) throw new Refusal('failed to parse the request JSON buffer');
    const described = dictsOf(request.get('inputs'), 'inputs');
    const inputs = inputsOf(described, raw);
    question.holds(rowsOf(inputs).length);
    const outputs = chosen(infer(inputs, contextOf(request, described)), request);
    const written = outputs.map(({ tensor, binary }) => ({
      described: describe(tensor, binary),
      raw: binary ? [toBytes(tensor)] : [],
    }));
    const reply = dict({
      model_name: 'm',
      model_version: '1',
      id: request.get('id'),
      outputs: written.map((output) => output.described),
    });
    return writeFrame(
      writeJson(reply, rapid),
      written.flatMap((output) => output.raw),
      form,
    );
  },
  refuse: ({ status, message }) => reply('application/json', JSON.stringify({ error: message }), status),
};

function dictsOf(value: Value | undefined, name: string): Dict[] {
  const listed = isList(value) ? value : [];
  const dicts = listed.filter(isDict);
  if (dicts.length === 0 || dicts.length < listed.length)
    throw new Refusal(`failed to parse the request: Unable to find '${name}'`);
  return dicts;
}

/** The declared tensors; the raw ones lie behind each other in their order and must use all the bytes. */
function inputsOf(described: readonly Dict[], raw: Buffer): Tensor[] {
  let at = 0;
  const tensors = described.map((input) => {
    const size = parametersOf(input).get('binary_data_size');
    const end = at + (typeof size === 'bigint' ? Number(size) : 0);
    if (end > raw.length) throw new Refusal('unexpected size for input: the raw data is too short');
    const tensor = tensorOf(input, typeof size === 'bigint' ? raw.subarray(at, end) : undefined);
    at = end;
    return tensor;
  });
  if (at !== raw.length) throw new Refusal(`unexpected additional input data for model 'm'`);
  const names = new Set(tensors.map(({ name }) => name));
  if (names.size < tensors.length) throw new Refusal('input already exists in request');
  return tensors;
}

function tensorOf(input: Dict, raw: Buffer | undefined): Tensor {
  const name = input.get('name');
  const datatype = input.get('datatype');
  const shape = input.get('shape');
  if (typeof name !== 'string' || typeof datatype !== 'string' || !isList(shape) || shape.length === 0) {
    throw new Refusal("failed to parse the request: an input needs 'name', 'shape' and 'datatype'");
  }
  const sizes = shape.map(Number);
  if (shape.some((size) => typeof size !== 'bigint' || size < 1n)) throw new Refusal(`invalid shape for input '${name}'`);
  const count = elementCount(sizes);
  const elements = raw === undefined ? fromJson(input.get('data') ?? [], datatype) : fromBytes(raw, datatype, count);
  if (elements.length !== count)
    throw new Refusal(`unexpected element count for input '${name}': expected ${count}, got ${elements.length}`);
  return { name, datatype, shape: sizes, elements };
}

function parametersOf(value: Dict): Dict {
  const parameters = value.get('parameters');
  return isDict(parameters) ? parameters : new Map();
}

/** What holds for the whole call, and so shows in every answer. */
function contextOf(request: Dict, inputs: readonly Dict[]): string {
  const own = without(parametersOf(request), 'binary_data_output');
  const perInput = new Map(
    inputs.map((input) => [contentOf(input.get('name') ?? ''), without(parametersOf(input), 'binary_data_size')]),
  );
  return writeJson([own, without(perInput)]);
}

interface Chosen {
  readonly tensor: Tensor;
  readonly binary: boolean;
}

function chosen(outputs: readonly Tensor[], request: Dict): Chosen[] {
  const allBinary = parametersOf(request).get('binary_data_output') === true;
  if (!request.has('outputs')) return outputs.map((tensor) => ({ tensor, binary: allBinary }));
  return dictsOf(request.get('outputs'), 'outputs').map((wanted) => {
    const tensor = outputs.find(({ name }) => name === wanted.get('name'));
    if (tensor === undefined)
      throw new Refusal(`unexpected inference output '${contentOf(wanted.get('name') ?? null)}' for model 'm'`);
    return { tensor, binary: (parametersOf(wanted).get('binary_data') ?? allBinary) === true };
  });
}

function describe(tensor: Tensor, binary: boolean): Dict {
  const { name, datatype, shape, elements } = tensor;
  const head = { name, shape: shape.map(BigInt), datatype };
  if (!binary) return dict({ ...head, data: elements });
  return dict({ ...head, parameters: dict({ binary_data_size: BigInt(toBytes(tensor).length) }) });
}
