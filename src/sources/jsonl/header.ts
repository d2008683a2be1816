import type { FileLine } from '../../kernel/lines.ts';

/** What the first line of a file is: a record as the others, not sent at all, or sent before each record, as some CSV models want it. */
export type HeaderUse = 'none' | 'skip' | 'repeat';

export interface Headed {
  /** What goes before each record. */
  readonly preamble: Buffer | undefined;
  readonly records: AsyncIterable<FileLine>;
}

const LINE_FEED = Buffer.from('\n');

export async function headed(lines: AsyncIterable<FileLine>, use: HeaderUse): Promise<Headed> {
  if (use === 'none') return { preamble: undefined, records: lines };
  const iterator = lines[Symbol.asyncIterator]();
  const first = await iterator.next();
  const header: Buffer | undefined = first.done === true ? undefined : first.value.body;
  const preamble = use === 'repeat' && header !== undefined ? Buffer.concat([header, LINE_FEED]) : undefined;
  return { preamble, records: { [Symbol.asyncIterator]: () => iterator } };
}
