import { canonical } from '../json/canonical.ts';
import { parseTree } from '../json/tree.ts';
import type { Alone, EnvelopeReading, JsonItemsContract, Variant } from './contract.ts';
import { planKey } from './plan-key.ts';
import type { Rest } from './rest.ts';

/** Digits of the largest number of rows. */
const ROW_COUNT_DIGITS = 16;

/** Everything that a spelling of the rest of a request tells; shared by all requests spelled so. */
export interface EnvelopePlan extends Rest {
  readonly variant: Variant;
  readonly rowsPerItem: number;
  readonly maxCompany: number;
  readonly key: string;
  readonly overheadBytes: number;
  readonly rowCount: RowCountPlan | undefined;
}

/** Where the number of rows goes: in `before` or in `after`, instead of bytes `start` to `end`, led by `text`. */
interface RowCountPlan {
  readonly side: 'before' | 'after';
  readonly start: number;
  readonly end: number;
  readonly text: Buffer;
}

/** Reads a rest; its bytes are copied, so that a plan that is kept does not keep a body. */
export function planEnvelope(contract: JsonItemsContract, rest: Rest): EnvelopePlan | Alone {
  const tree = parseTree(Buffer.concat([rest.before, Buffer.from('0'), rest.after]));
  if (tree.kind !== 'object') return { alone: 'not an object' };
  const reading = contract.read(tree);
  if ('alone' in reading) return reading;
  const text = canonical(tree, reading.ignored);
  if (text === undefined) return { alone: 'a key that stands twice in one object' };
  const before = Buffer.from(rest.before);
  const after = Buffer.from(rest.after);
  const rowCount = planRowCount(reading, before.length);
  const overheadBytes = before.length + after.length + 2 + (rowCount === undefined ? 0 : rowCount.text.length + ROW_COUNT_DIGITS);
  const { variant, rowsPerItem, maxCompany } = reading;
  return { before, after, variant, rowsPerItem, maxCompany, key: planKey(variant.name, text), overheadBytes, rowCount };
}

/** Offsets of the tree run over both pieces and the one byte that stood for the items. */
function planRowCount({ rowCount }: EnvelopeReading, beforeLength: number): RowCountPlan | undefined {
  if (rowCount === undefined) return undefined;
  const side = rowCount.start < beforeLength ? 'before' : 'after';
  const offset = side === 'before' ? 0 : beforeLength + 1;
  return { side, start: rowCount.start - offset, end: rowCount.end - offset, text: Buffer.from(rowCount.text) };
}

/** The pieces around the items in a call of so many rows. */
export function restWithRows(plan: EnvelopePlan, rows: number): Rest {
  const { before, after, rowCount } = plan;
  if (rowCount === undefined) return plan;
  const { side, start, end, text } = rowCount;
  const whole = plan[side];
  const filled = Buffer.concat([whole.subarray(0, start), text, Buffer.from(String(rows)), whole.subarray(end)]);
  return side === 'before' ? { before: filled, after } : { before, after: filled };
}
