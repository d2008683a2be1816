import type { JsonItemsContract } from '../json-items/contract.ts';
import { hasCandidateLabels, readZeroShot } from './hf-zero-shot-classification.ts';
import { readEmbed } from './tei-embed.ts';

/**
 * The embedded model's: a request that names `parameters.candidate_labels` is of hf-zero-shot-classification, any other of
 * tei-embed, without that server's bound on items.
 * @param maxRows the most rows in one zero-shot call
 */
export function embedded(maxRows: number): JsonItemsContract {
  return {
    name: 'embedded',
    contentType: 'parameters',
    itemsKey: 'inputs',
    droppedKeys: [],
    refusals: {},
    read: (rest) => (hasCandidateLabels(rest) ? readZeroShot(rest, maxRows) : readEmbed(Number.MAX_SAFE_INTEGER)),
  };
}
