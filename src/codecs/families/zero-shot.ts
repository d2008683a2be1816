import { at, onlyMember } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
import type { Span } from '../../kernel/json/span.ts';
import { type JsonNode, memberOf, type ObjectNode } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { oneEach } from '../json-reply/rules.ts';
import { rowCountAt } from '../json-request/row-count.ts';
import type { Reading, Shape } from '../json-request/shape.ts';
import { fullText, takeValues } from '../json-request/take.ts';

export const zeroShotReply = new JsonReply({ at: [at()], group: oneEach('an object with labels and scores', isAnswer) });

/** Texts; an empty one fails its whole call, and a list of one is answered in a shape of its own. */
export const zeroShotTake = takeValues({ kindOf: fullText, shortestList: 2 });

/** Behind the Hugging Face toolkit: the pipeline makes one forward call of as many (text, label) rows as `batch_size` says. */
export function zeroShotShape(maxRows: number): Shape {
  return {
    name: 'zero-shot',
    at: at('inputs'),
    take: zeroShotTake,
    single: 'bare',
    bare: 'yes',
    reply: zeroShotReply,
    read(rest) {
      const parameters = memberOf(rest, 'parameters')?.value;
      if (parameters?.kind !== 'object') return { alone: 'no "parameters"' };
      const reading = readLabels(parameters, maxRows);
      if ('alone' in reading) return reading;
      const slot = rowCountAt(rest, ['parameters', 'batch_size']);
      return 'alone' in slot ? slot : { ...reading, ...slot };
    },
  };
}

/** Whether a request names labels to choose from. */
export function hasCandidateLabels(rest: ObjectNode): boolean {
  const parameters = memberOf(rest, 'parameters')?.value;
  return parameters?.kind === 'object' && memberOf(parameters, 'candidate_labels') !== undefined;
}

/** @param maxRows the most rows, texts times labels, in one call */
export function readLabels(node: ObjectNode, maxRows: number): Reading | Alone {
  const rowsPerItem = countLabels(memberOf(node, 'candidate_labels')?.value);
  if (rowsPerItem === 0) return { alone: 'no "candidate_labels"' };
  return { rowsPerItem, maxCompany: Math.max(1, Math.floor(maxRows / rowsPerItem)) };
}

/** Labels are a list of texts or one text with commas; 0 for anything else. */
function countLabels(labels: JsonNode | undefined): number {
  if (labels?.kind === 'string') return labels.text.split(',').filter((label) => label.trim() !== '').length;
  if (labels?.kind !== 'array') return 0;
  return labels.elements.every(({ kind }) => kind === 'string') ? labels.elements.length : 0;
}

function isAnswer(body: Buffer, { start, end }: Span): boolean {
  const answer = body.subarray(start, end);
  const found = scan(answer);
  if (found.kind !== 'found' || found.value.kind !== 'object') return false;
  const { members } = found.value;
  return ['labels', 'scores'].every((key) => onlyMember(answer, members, key) !== undefined);
}
