import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { counted } from './counted.ts';
import type { FileInput } from './file-input.ts';

/** A file of this machine. What it gets while it is read is left out. @throws what the system says when there is none */
export async function localFile(path: string): Promise<FileInput> {
  const { size, mtimeMs } = await stat(path);
  const open = () => counted(size === 0 ? createReadStream(path) : createReadStream(path, { end: size - 1 }));
  return { name: path, bytes: size, version: `${size} bytes of ${new Date(mtimeMs).toISOString()}`, open };
}

/** What others write to this process. */
export function pipedInput(stream: Readable): FileInput {
  return { name: 'standard input', bytes: undefined, version: undefined, open: () => counted(stream) };
}
