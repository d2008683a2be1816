/** Brings a record to about 200 bytes. */
const FEATURES = Array.from({ length: 25 }, (_, i) => (0.1 + i / 37).toFixed(4)).join(',');

/** When a record was due, in milliseconds since the Unix epoch; 0 where nobody asks. */
export interface Numbered {
  readonly id: number;
  readonly dueAt: number;
}

/** An instance that no other record has. */
function instance({ id, dueAt }: Numbered): string {
  return `[${id},${dueAt},${FEATURES}]`;
}

/** A record that is a KServe V1 request. */
export function bodyOf(numbered: Numbered): string {
  return `{"instances":[${instance(numbered)}]}`;
}

/** A key for each record: none waits for another one of its key. */
export function keyOf(id: number): string {
  return `key-${id}`;
}

/** Whose result a line is, when it is that record's own: of a model that echoes, only that holds its number. */
export function ownerOf(line: string): Numbered | undefined {
  const parsed = JSON.parse(line) as { readonly partitionKey?: string; readonly result?: { readonly predictions?: unknown[][] } };
  const [id, dueAt] = parsed.result?.predictions?.[0] ?? [];
  if (typeof id !== 'number' || typeof dueAt !== 'number' || parsed.partitionKey !== keyOf(id)) return undefined;
  return line.endsWith(`"result":{"predictions":[${instance({ id, dueAt })}]}}`) ? { id, dueAt } : undefined;
}
