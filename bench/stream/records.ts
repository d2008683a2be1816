/** Of about 200 bytes, features; of about 1 KB, a text. */
export type RecordSize = 'small' | 'large';

export const SIZE_NAMES: Readonly<Record<RecordSize, string>> = { small: '200 bytes', large: '1 KB' };

/** What brings a record to its size, as JSON. */
const FILLING: Readonly<Record<RecordSize, string>> = {
  small: Array.from({ length: 25 }, (_, i) => (0.1 + i / 37).toFixed(4)).join(','),
  large: JSON.stringify('the tide goes out, and what it leaves behind is counted; '.repeat(17)),
};

/** When a record was due, in milliseconds since the Unix epoch; 0 where nobody asks. */
export interface Numbered {
  readonly id: number;
  readonly dueAt: number;
}

/** An instance that no other record has. */
function instance({ id, dueAt }: Numbered, size: RecordSize): string {
  return `[${id},${dueAt},${FILLING[size]}]`;
}

/** A record that is a KServe V1 request. */
export function bodyOf(numbered: Numbered, size: RecordSize = 'small'): string {
  return `{"instances":[${instance(numbered, size)}]}`;
}

/** A key for each record: none waits for another one of its key. */
export function keyOf(id: number): string {
  return `key-${id}`;
}

/** Whose result a line is, when it is that record's own: of a model that echoes, only that holds its number. */
export function ownerOf(line: string, size: RecordSize = 'small'): Numbered | undefined {
  const parsed = JSON.parse(line) as { readonly partitionKey?: string; readonly result?: { readonly predictions?: unknown[][] } };
  const [id, dueAt] = parsed.result?.predictions?.[0] ?? [];
  if (typeof id !== 'number' || typeof dueAt !== 'number' || parsed.partitionKey !== keyOf(id)) return undefined;
  return line.endsWith(`"result":{"predictions":[${instance({ id, dueAt }, size)}]}}`) ? { id, dueAt } : undefined;
}
