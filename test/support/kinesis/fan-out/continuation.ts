import { createDecipheriv } from 'node:crypto';
import { createRequire } from 'node:module';

/** kinesalite's own reading and writing of sequence numbers; the package has no types. */
const db: {
  parseSequence(sequenceNumber: string): { readonly seqTime: number };
  stringifySequence(sequence: object): string;
  readonly ITERATOR_PWD_KEY: Buffer;
  readonly ITERATOR_PWD_IV: Buffer;
} = createRequire(import.meta.url)('kinesalite/db');

const SEQUENCE_NUMBER = 3;

/**
 * A continuation from where kinesalite's iterator goes on: the number of the last record right behind it, and at the tip one that
 * no record has, which grows with time. What is AFTER it is what the iterator reads, for kinesalite counts a second to get there.
 */
export function continuationOf(nextIterator: string, lastRecord = '0'): string {
  const next = db.parseSequence(sequenceIn(nextIterator));
  const continuation = db.stringifySequence({ ...next, seqTime: next.seqTime - 1000 });
  return BigInt(continuation) > BigInt(lastRecord) ? continuation : lastRecord;
}

function sequenceIn(iterator: string): string {
  const decipher = createDecipheriv('aes-256-cbc', db.ITERATOR_PWD_KEY, db.ITERATOR_PWD_IV);
  const sealed = Buffer.from(iterator, 'base64').subarray(8);
  const text = Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
  return text.split('/')[SEQUENCE_NUMBER] ?? '';
}
