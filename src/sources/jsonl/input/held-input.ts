import { Readable } from 'node:stream';
import { counted } from './counted.ts';
import type { FileInput } from './file-input.ts';

const LINE_FEED = Buffer.from('\n');

/** Lines that are at hand. None may be blank, so that each has its place in the output. */
export function heldInput(lines: readonly Buffer[]): FileInput {
  const bytes = lines.reduce((sum, { length }) => sum + length + 1, 0);
  const open = () => counted(Readable.from(lines.map((line) => Buffer.concat([line, LINE_FEED]))));
  return { name: 'records at hand', bytes, version: undefined, open };
}
