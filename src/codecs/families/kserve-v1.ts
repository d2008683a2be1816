import { memberOf } from '../json/tree.ts';
import type { JsonItemsContract, Variant } from '../json-items/contract.ts';
import { oneEach } from '../json-items/reply-rules.ts';
import { takeRows } from '../json-items/take.ts';

const variant: Variant = {
  name: 'kserve-v1',
  take: takeRows,
  measure: (slice) => ({ cost: 1, length: slice.length }),
  single: 'list',
  reply: { key: 'predictions', topLevelToo: false, group: oneEach('any value', () => true), bareForOne: 'none' },
};

/**
 * KServe V1, and TensorFlow Serving's row format: `{"instances": [i1, …], …}` to `{"predictions": [p1, …], …}`. Cost is rows,
 * length is bytes. `instances` that is no list is refused (kserve/kserve@aaac4e2 python/kserve/kserve/errors.py). A body
 * without `instances` goes alone, for servers take other keys too; so does one with `inputs` beside it, whose meaning differs
 * between servers, and an empty list.
 */
export const kserveV1: JsonItemsContract = {
  name: 'kserve-v1',
  contentType: 'parameters',
  itemsKey: 'instances',
  droppedKeys: [],
  refusals: {},
  read(rest) {
    if (memberOf(rest, 'inputs') !== undefined) return { alone: 'both "instances" and "inputs"' };
    return { variant, rowsPerItem: 1, maxCompany: Number.MAX_SAFE_INTEGER, ignored: [] };
  },
};
