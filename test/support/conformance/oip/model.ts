import { refusePoison } from '../model/content.ts';
import { coordinate, longInteger, unit } from '../model/numbers.ts';
import { generated } from '../model/text.ts';
import { Refusal } from '../port.ts';
import { writeJson } from '../python/json-writer.ts';
import type { Value } from '../python/value.ts';
import { elementCount, type Tensor } from './tensor.ts';

/** The rows of a call, each by its content over all inputs, whose order does not matter. */
export function rowsOf(inputs: readonly Tensor[]): string[] {
  const count = inputs[0]?.shape[0];
  if (count === undefined) throw new Refusal('expected inputs with a batch dimension');
  for (const { name, shape } of inputs) {
    if (shape[0] !== count) throw new Refusal(`input '${name}' batch size does not match other inputs for model 'm'`);
  }
  const sorted = [...inputs].sort((a, b) => (a.name < b.name ? -1 : 1));
  return Array.from({ length: count }, (_, at) =>
    sorted
      .map(({ name, datatype, shape, elements }) => {
        const length = elementCount(shape.slice(1));
        return `${name} ${datatype} [${shape.slice(1).join()}] ${writeJson(elements.slice(at * length, (at + 1) * length))}`;
      })
      .join('\n'),
  );
}

/** One output of numbers, and one more for each kind of input: texts of several lengths, long ints, pairs of flags. */
export function infer(inputs: readonly Tensor[], context: string): Tensor[] {
  const rows = rowsOf(inputs);
  for (const row of rows) refusePoison(row);
  const outputs: Tensor[] = [
    { name: 'y', datatype: 'FP32', shape: [rows.length, 1], elements: rows.map((row) => coordinate('y', row, context)) },
  ];
  const takes = (datatype: string): boolean => inputs.some((input) => input.datatype === datatype);
  if (takes('BYTES')) {
    const said = (row: string): Value => generated(row, context).slice(Math.floor(unit('cut', row) * 6));
    outputs.push({ name: 'said', datatype: 'BYTES', shape: [rows.length, 1], elements: rows.map(said) });
  }
  if (takes('INT64')) {
    const id = (row: string): Value => BigInt.asIntN(64, longInteger(row, context) * 977n);
    outputs.push({ name: 'id', datatype: 'INT64', shape: [rows.length], elements: rows.map(id) });
  }
  if (takes('BOOL')) {
    const flags = (row: string): Value[] => ['one', 'two'].map((which) => unit(which, row, context) < 0.5);
    outputs.push({ name: 'flags', datatype: 'BOOL', shape: [rows.length, 2], elements: rows.flatMap(flags) });
  }
  return outputs;
}
