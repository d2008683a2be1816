import { ALONE } from './families/alone.ts';
import { DJL } from './families/djl.ts';
import { DOCUMENT_UNDERSTANDING } from './families/document-understanding.ts';
import { EMBEDDED } from './families/embedded.ts';
import { HUGGING_FACE } from './families/hugging-face-tasks.ts';
import { JSON_FAMILY } from './families/json.ts';
import { JUMPSTART } from './families/jumpstart.ts';
import { KSERVE } from './families/kserve.ts';
import { MLFLOW } from './families/mlflow/index.ts';
import { OPENAI } from './families/openai.ts';
import { SAGEMAKER } from './families/sagemaker.ts';
import { TEI } from './families/tei.ts';
import { TENSORFLOW } from './families/tensorflow.ts';
import type { Family, JsonOptions } from './family.ts';
import { FormCodec } from './form-codec.ts';
import type { CodecOptions } from './options.ts';
import type { Codec } from './port.ts';

/** `codec` of an endpoint: a name, or a name with options. A family takes no notice of an option that is not about it. */
export type CodecSpec = string | (Pick<CodecOptions, 'name'> & Partial<CodecOptions>);

/** Every contract that is known. */
export const families: readonly Family[] = [
  ...HUGGING_FACE,
  ...JUMPSTART,
  ...DOCUMENT_UNDERSTANDING,
  ...DJL,
  ...TEI,
  ...OPENAI,
  ...KSERVE,
  TENSORFLOW,
  ...SAGEMAKER,
  MLFLOW,
  EMBEDDED,
  JSON_FAMILY,
  ...ALONE,
];

const BY_NAME = new Map(families.flatMap((family) => [family.name, ...family.aliases].map((name) => [name, family] as const)));

const DEFAULT_MAX_ROWS = 64;

/** Every name and alias that `createCodec` knows. */
export const codecNames: readonly string[] = [...BY_NAME.keys()];

/** @throws {Error} for a name that is no family's */
function familyOf(name: string): Family {
  const family = BY_NAME.get(name);
  if (family === undefined) throw new Error(`Expected a codec family (${codecNames.join(', ')}), got \`${name}\``);
  return family;
}

/**
 * A codec of a family, with a memory of its own, that bears the name it was asked for by.
 * @throws {Error} for a name that is no family's, and for an option outside its bounds
 */
export function createCodec(spec: CodecSpec): Codec {
  const options = typeof spec === 'string' ? { name: spec } : spec;
  const { name, maxRows = DEFAULT_MAX_ROWS, maxItems } = options;
  const family = familyOf(name);
  checkAtLeastOne('maxRows', maxRows);
  if (maxItems !== undefined) checkAtLeastOne('maxItems', maxItems);
  const json = jsonOptions(options);
  return new FormCodec(name, family.forms({ maxRows, maxItems, ...(json === undefined ? {} : { json }) }));
}

function jsonOptions(options: Partial<CodecOptions>): JsonOptions | undefined {
  const { items, results, accepts = 'list', answersOne = 'list', ignored = [], batchSize, cost = 'items' } = options;
  if (items === undefined || results === undefined) return undefined;
  return { items, results, accepts, answersOne, ignored, batchSize, cost };
}

function checkAtLeastOne(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new Error(`Expected \`${option}\` to be an integer >= 1, got ${value}`);
}
