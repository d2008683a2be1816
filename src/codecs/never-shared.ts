import type { JsonNode } from '../kernel/json/tree.ts';

/** What counts for a whole call, or for a conversation, wherever it stands beside the items. */
const STATEFUL = /^(seed|sequence_id|session_id)$/;

/** Why no other request may share a call with one that has this beside its items; undefined where nothing says so. @param more keys that say so too */
export function neverShared(node: JsonNode, more?: RegExp): string | undefined {
  if (node.kind === 'array') return firstReason(node.elements, more);
  if (node.kind !== 'object') return undefined;
  for (const { key, value } of node.members) {
    if (value.kind === 'null') continue;
    if (STATEFUL.test(key) || more?.test(key) === true) return `a "${key}", which counts for a whole call`;
    if (key === 'stream' && !(value.kind === 'boolean' && value.text === 'false')) return 'a streamed reply';
  }
  return firstReason(
    node.members.map(({ value }) => value),
    more,
  );
}

function firstReason(nodes: readonly JsonNode[], more: RegExp | undefined): string | undefined {
  for (const node of nodes) {
    const reason = neverShared(node, more);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
