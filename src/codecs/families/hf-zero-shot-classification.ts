import { scan } from '../json/scan.ts';
import type { Span } from '../json/span.ts';
import { type JsonNode, memberOf, type ObjectMember, type ObjectNode } from '../json/tree.ts';
import type { Alone, EnvelopeReading, JsonItemsContract, RowCountSlot, Variant } from '../json-items/contract.ts';
import { oneEach } from '../json-items/reply-rules.ts';
import { onlyMember } from '../json-items/rest.ts';
import { takeTexts } from '../json-items/take.ts';

const NAME = 'hf-zero-shot-classification';
const BATCH_SIZE = 'batch_size';

const variant: Variant = {
  name: NAME,
  take: takeTexts({ emptyText: 'alone' }),
  measure: (slice, labels) => ({ cost: labels, length: slice.length }),
  single: 'bare',
  reply: { key: undefined, topLevelToo: true, group: oneEach('an object with labels and scores', isAnswer), bareForOne: 'all' },
};

/**
 * Zero-shot classification behind the Hugging Face inference toolkit: `{"inputs": text, "parameters": {"candidate_labels": …}}`
 * to `{"sequence", "labels", "scores"}`; a list of texts to a list of those. The pipeline makes one forward call of as many
 * (text, label) rows as `parameters.batch_size` says, so a joined call states them. Cost is rows, length is bytes.
 * Executed: aws/sagemaker-huggingface-inference-toolkit@69bc5ef decoder_encoder.py, handler_service.py.
 * @param maxRows the most rows in one call
 */
export function hfZeroShotClassification(maxRows: number): JsonItemsContract {
  return {
    name: NAME,
    contentType: 'exact',
    itemsKey: 'inputs',
    droppedKeys: [],
    refusals: {
      array: 'Expected an object: the model takes no top-level list (pop expected at most 1 argument, got 2)',
      scalar: 'Expected an object: the model takes no top-level text, number or literal',
    },
    read: (rest) => readZeroShot(rest, maxRows),
  };
}

/** Whether a request names labels to choose from. */
export function hasCandidateLabels(rest: ObjectNode): boolean {
  const parameters = memberOf(rest, 'parameters')?.value;
  return parameters?.kind === 'object' && memberOf(parameters, 'candidate_labels') !== undefined;
}

export function readZeroShot(rest: ObjectNode, maxRows: number): EnvelopeReading | Alone {
  const parameters = memberOf(rest, 'parameters')?.value;
  if (parameters?.kind !== 'object') return { alone: 'no "parameters"' };
  if (memberOf(parameters, 'seed') !== undefined) return { alone: 'a seed, which counts for a whole call' };
  const rowsPerItem = countLabels(memberOf(parameters, 'candidate_labels')?.value);
  if (rowsPerItem === 0) return { alone: 'no "candidate_labels"' };
  const batchSize = memberOf(parameters, BATCH_SIZE);
  return {
    variant,
    rowsPerItem,
    maxCompany: Math.max(1, Math.floor(maxRows / rowsPerItem)),
    ignored: batchSize === undefined ? [] : [batchSize],
    rowCount: batchSizeSlot(parameters, batchSize),
  };
}

/** Labels are a list of texts or one text with commas; 0 for anything else. */
function countLabels(labels: JsonNode | undefined): number {
  if (labels?.kind === 'string') return labels.text.split(',').filter((label) => label.trim() !== '').length;
  if (labels?.kind !== 'array') return 0;
  return labels.elements.every(({ kind }) => kind === 'string') ? labels.elements.length : 0;
}

/** In place of the value that is there, or after the last member: there is one, the labels. */
function batchSizeSlot({ members, end }: ObjectNode, batchSize: ObjectMember | undefined): RowCountSlot {
  if (batchSize !== undefined) return { start: batchSize.value.start, end: batchSize.value.end, text: '' };
  const at = members.at(-1)?.value.end ?? end - 1;
  return { start: at, end: at, text: `,"${BATCH_SIZE}":` };
}

function isAnswer(body: Buffer, { start, end }: Span): boolean {
  const answer = body.subarray(start, end);
  const found = scan(answer);
  return found.kind === 'object' && ['labels', 'scores'].every((key) => onlyMember(answer, found.members, key) !== undefined);
}
