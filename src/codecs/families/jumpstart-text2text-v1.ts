import { type JsonNode, memberOf } from '../json/tree.ts';
import type { JsonItemsContract, Variant } from '../json-items/contract.ts';
import { takeTexts } from '../json-items/take.ts';
import { groupSequences } from './sequences.ts';

const NAME = 'jumpstart-text2text-v1';

const variant: Variant = {
  name: NAME,
  take: takeTexts({ emptyText: 'item' }),
  measure: (slice, sequences) => ({ cost: sequences, length: slice.length }),
  single: 'bare',
  reply: { key: 'generated_texts', topLevelToo: true, group: groupSequences, bareForOne: 'arrays' },
};

/**
 * JumpStart text2text models of version 1 (FLAN-T5): `{"text_inputs": text or list, <generation parameters>}` to
 * `{"generated_texts": [text, …]}`. Cost is sequences, length is bytes. `id` is the caller's own: the model ignores it, and so
 * do the key and joined calls. A seed is set for a whole call, so a request with one goes alone. The reply to a list is known
 * from a notebook's words only, so each shape that these allow is taken if its counts are right:
 * aws/amazon-sagemaker-examples@2d519b52 archived/text2text-generation-Batch-Transform.ipynb.
 */
export const jumpstartText2textV1: JsonItemsContract = {
  name: NAME,
  contentType: 'parameters',
  itemsKey: 'text_inputs',
  droppedKeys: ['id'],
  refusals: {},
  read(rest) {
    if (memberOf(rest, 'seed') !== undefined) return { alone: 'a seed, which counts for a whole call' };
    const rowsPerItem = countSequences(memberOf(rest, 'num_return_sequences')?.value);
    if (rowsPerItem === undefined) return { alone: '"num_return_sequences" is no small whole number' };
    return { variant, rowsPerItem, maxCompany: Number.MAX_SAFE_INTEGER, ignored: [] };
  },
};

function countSequences(value: JsonNode | undefined): number | undefined {
  if (value === undefined) return 1;
  return value.kind === 'number' && /^[1-9]\d{0,3}$/.test(value.text) ? Number(value.text) : undefined;
}
