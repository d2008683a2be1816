import { memberOf, type ObjectMember, type ObjectNode } from '../../kernel/json/tree.ts';
import type { Alone } from '../extraction.ts';
import type { RowCountSlot } from './shape.ts';

/** Where the member at a path of keys states the number of rows of a call: in place of its value, or where it is missing. */
export function rowCountAt(
  rest: ObjectNode,
  path: readonly string[],
): { readonly rowCount: RowCountSlot; readonly ignored: readonly ObjectMember[] } | Alone {
  let node = rest;
  for (const [depth, key] of path.entries()) {
    const member = memberOf(node, key);
    if (member === undefined) return { rowCount: insertedInto(node, path.slice(depth)), ignored: [] };
    if (depth === path.length - 1)
      return { rowCount: { start: member.value.start, end: member.value.end, text: '' }, ignored: [member] };
    if (member.value.kind !== 'object') return { alone: `"${key}" that is no object` };
    node = member.value;
  }
  return { alone: 'no path' };
}

/** After the last member, with the objects that are missing. */
function insertedInto({ members, start }: ObjectNode, missing: readonly string[]): RowCountSlot {
  const last = members.at(-1);
  const at = last?.value.end ?? start + 1;
  const keys = missing.map((key) => `${JSON.stringify(key)}:`);
  return { start: at, end: at, text: `${last === undefined ? '' : ','}${keys.join('{')}`, tail: '}'.repeat(missing.length - 1) };
}
