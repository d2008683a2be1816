import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { counted } from './counted.ts';
import type { FileInput } from './file-input.ts';

/**
 * A file of this machine. What it gets while it is read is left out. What is no regular file, such as a named pipe, is read to its end.
 * @throws what the system says when there is none, or it may not be read
 */
export async function localFile(path: string): Promise<FileInput> {
  await access(path, constants.R_OK);
  const stats = await stat(path);
  const { size, mtimeMs } = stats;
  if (!stats.isFile()) return { name: path, bytes: undefined, version: undefined, open: () => counted(createReadStream(path)) };
  const open = () => counted(size === 0 ? createReadStream(path) : createReadStream(path, { end: size - 1 }));
  return { name: path, bytes: size, version: `${size} bytes of ${new Date(mtimeMs).toISOString()}`, open };
}

/** What others write to this process. */
export function pipedInput(stream: Readable): FileInput {
  return { name: 'standard input', bytes: undefined, version: undefined, open: () => counted(stream) };
}
