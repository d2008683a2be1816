import type { JsonNode } from '../json/tree.ts';

/** What counts for a whole call, or for a conversation, wherever it stands beside the items. */
const STATEFUL = new Set(['seed', 'sequence_id', 'session_id']);

/** Why no other request may share a call with this one; undefined where nothing says so. */
export function neverShared(node: JsonNode): string | undefined {
  if (node.kind === 'array') return firstReason(node.elements);
  if (node.kind !== 'object') return undefined;
  for (const { key, value } of node.members) {
    if (STATEFUL.has(key) && value.kind !== 'null') return `a "${key}", which counts for a whole call`;
    if (key === 'stream' && value.kind === 'boolean' && value.text === 'true') return 'a streamed reply';
  }
  return firstReason(node.members.map(({ value }) => value));
}

function firstReason(nodes: readonly JsonNode[]): string | undefined {
  for (const node of nodes) {
    const reason = neverShared(node);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
