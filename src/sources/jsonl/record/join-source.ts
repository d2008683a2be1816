import { isObject, jsonValue, type Part } from '../../../kernel/json/json-parts.ts';
import { rowOf } from './csv-row.ts';
import { withMembers } from './object-edit.ts';
import { hasLineEnd, onOneLine, withoutLineEnd } from './one-line.ts';

const OUTPUT_KEY = 'SageMakerOutput';

/**
 * SageMaker's JoinSource `Input` for JSON: the input with the output as its member `SageMakerOutput`; of an input that is no
 * object, `{"SageMakerInput":…,"SageMakerOutput":…}`. A member of that name which the input has is replaced: the name is reserved, and
 * SageMaker "might" overwrite it. All else of the input, and the output's value, stay byte for byte, but for line ends between the
 * output's tokens: the result is to be one line.
 *
 * An output that is not JSON becomes a JSON string, without its last line end.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DataProcessing.html
 * @returns undefined where the input is not JSON
 */
export function joinJson(input: Buffer, output: Buffer): Buffer | undefined {
  const value = jsonValue(input);
  if (value === undefined) return undefined;
  const result = asJson(output);
  if (isObject(input, value)) return withMembers(input, new Map([[OUTPUT_KEY, result]]));
  const texts = ['{"SageMakerInput":', rawText(input, value), `,"${OUTPUT_KEY}":`, result, '}'];
  return Buffer.concat(texts.map((text) => Buffer.from(text)));
}

/**
 * SageMaker's JoinSource `Input` for CSV: the output's columns behind those of the input, byte for byte.
 * @param output one row, with or without a line end
 * @returns undefined where the output is several rows, which no row can hold
 */
export function joinCsv(input: Buffer, output: Buffer): Buffer | undefined {
  const row = withoutLineEnd(output);
  return hasLineEnd(row) ? undefined : rowOf([input, row]);
}

/** The JSON of an output on one line; what is not JSON as a string, without its last line end. */
export function asJson(output: Buffer): Buffer {
  const value = jsonValue(output);
  if (value !== undefined) return onOneLine(rawText(output, value));
  return Buffer.from(JSON.stringify(withoutLineEnd(output).toString('utf8')));
}

function rawText(text: Buffer, { start, end }: Part): Buffer {
  return text.subarray(start, end);
}
