import { canonical } from '../../kernel/json/canonical.ts';
import { skipString } from '../../kernel/json/string-token.ts';
import { memberOf } from '../../kernel/json/tree.ts';
import type { CodecItem, Mismatch, Reply, ReplyForm } from '../port.ts';
import { type Column, columnOf } from './columns.ts';
import { readMessage, type TensorMessage } from './message.ts';
import { type ReplyFrame, TensorsShare } from './share.ts';
import { type PlacedHole, templateOf } from './template.ts';

const NOTHING = Buffer.alloc(0);
const COMMA = Buffer.from(',');
const ID_KEY = Buffer.from('"id"');

/**
 * Replies of the Open Inference Protocol, laid out as their own headers say: `{"id"?, "outputs": [{"name", "shape", "datatype",
 * "parameters"?, "data"?}, ...], ...}`. Each output has one row an item, or the reply is a mismatch. Never throws.
 */
export class TensorsReply implements ReplyForm {
  split(reply: Reply, items: readonly CodecItem[]): readonly TensorsShare[] | Mismatch {
    const message = readMessage(reply, 'outputs');
    if (message.kind !== 'tensors') return { mismatch: message.reason };
    if (canonical(message.root, []) === undefined) return { mismatch: 'a key that stands twice in one object' };
    const columns: Column[] = [];
    for (const tensor of message.tensors) {
      const [rows = 0] = tensor.shape;
      if (rows !== items.length) return { mismatch: `expected ${items.length} rows in "${tensor.name}", got ${rows}` };
      const column = columnOf(reply.body, tensor);
      if (column === undefined) return { mismatch: `"${tensor.name}" does not hold what its shape says` };
      columns.push(column);
    }
    const frame = frameOf(reply, message, columns);
    return items.map(
      (_, row) =>
        new TensorsShare(
          columns.flatMap(({ rows }) => rows[row] ?? []),
          frame,
        ),
    );
  }
}

function frameOf({ status, headers }: Reply, message: TensorMessage, columns: readonly Column[]): ReplyFrame {
  const listOf = (column: number) => ({
    column,
    list: columns[column]?.list ?? { open: NOTHING, separator: NOTHING, close: NOTHING },
  });
  const template = templateOf(message, listOf, [idHole(message)]);
  const outputs = message.tensors.map(({ name, datatype, shape }, index) => [
    name,
    datatype,
    shape.slice(1),
    columns[index]?.form,
  ]);
  const tellsSeparators = columns.every(({ list }) => list.separator !== undefined);
  return { status, headers, template, outputs: JSON.stringify(outputs), tellsSeparators };
}

/** Where the caller's id stands: in place of one that the model made up or, spelled as its neighbour is, before the outputs. */
function idHole({ root, text, list }: TensorMessage): PlacedHole {
  const value = memberOf(root, 'id')?.value;
  if (value !== undefined) {
    const { start, end } = value;
    return { start, end, hole: { kind: 'id', before: NOTHING, after: NOTHING, otherwise: text.subarray(start, end) } };
  }
  const { keyStart } = list;
  const before = Buffer.concat([ID_KEY, text.subarray(skipString(text, keyStart), list.value.start)]);
  return {
    start: keyStart,
    end: keyStart,
    hole: { kind: 'id', before, after: commaBeside(text, { root, list }), otherwise: NOTHING },
  };
}

/** The comma before the outputs or after them, with the white space around it. */
function commaBeside(text: Buffer, { root, list }: Pick<TensorMessage, 'root' | 'list'>): Buffer {
  const index = root.members.indexOf(list);
  const [last, next] = [root.members[index - 1], root.members[index + 1]];
  if (last !== undefined) return text.subarray(last.value.end, list.keyStart);
  return next === undefined ? COMMA : text.subarray(list.value.end, next.keyStart);
}
