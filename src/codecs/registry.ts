import { embedded } from './families/embedded.ts';
import { hfZeroShotClassification } from './families/hf-zero-shot-classification.ts';
import { jumpstartText2textV1 } from './families/jumpstart-text2text-v1.ts';
import { kserveV1 } from './families/kserve-v1.ts';
import { passthrough } from './families/passthrough.ts';
import { teiEmbed } from './families/tei-embed.ts';
import { JsonItemsCodec } from './json-items/codec.ts';
import type { JsonItemsContract } from './json-items/contract.ts';
import type { CodecOptions } from './options.ts';
import type { Codec } from './port.ts';

/** `codec` of an endpoint: a name, or a name with options. A family takes no notice of an option that is not about it. */
type CodecSpec = string | (Pick<CodecOptions, 'name'> & Partial<CodecOptions>);

interface FamilyOptions {
  readonly maxRows: number;
  readonly maxItems: number | undefined;
}

const DEFAULT_MAX_ROWS = 64;

/** Each family by each of its names. */
const FAMILIES = new Map<string, (options: FamilyOptions) => Codec>([
  ['passthrough', () => passthrough],
  ['kserve-v1', jsonItems(() => kserveV1)],
  ['hf-zero-shot-classification', jsonItems(({ maxRows }) => hfZeroShotClassification(maxRows))],
  ['jumpstart-text2text-v1', jsonItems(() => jumpstartText2textV1)],
  ['tei-embed', jsonItems(({ maxItems }) => teiEmbed(maxItems))],
  ['embedded', jsonItems(({ maxRows }) => embedded(maxRows))],
]);

/** Every name that `createCodec` knows. */
export const codecNames: readonly string[] = [...FAMILIES.keys()];

/**
 * A codec of a family, with a memory of its own.
 * @throws {Error} for a name that is no family's, and for an option outside its bounds
 */
export function createCodec(spec: CodecSpec): Codec {
  const { name, maxRows = DEFAULT_MAX_ROWS, maxItems } = typeof spec === 'string' ? { name: spec } : spec;
  const family = FAMILIES.get(name);
  if (family === undefined) throw new Error(`Expected a codec family (${codecNames.join(', ')}), got \`${name}\``);
  checkAtLeastOne('maxRows', maxRows);
  if (maxItems !== undefined) checkAtLeastOne('maxItems', maxItems);
  return family({ maxRows, maxItems });
}

function jsonItems(contract: (options: FamilyOptions) => JsonItemsContract): (options: FamilyOptions) => Codec {
  return (options) => new JsonItemsCodec(contract(options), options.maxItems);
}

function checkAtLeastOne(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1) throw new Error(`Expected \`${option}\` to be an integer >= 1, got ${value}`);
}
