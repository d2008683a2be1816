import { type FileHandle, open } from 'node:fs/promises';
import { BadUsage } from './bad-usage.ts';

/** A file to be read once, from its start to where it ends now. */
export interface InputFile {
  readonly path: string;
  /** 0 for what has none, a pipe for example. */
  readonly bytes: number;
  readonly chunks: AsyncIterable<Uint8Array>;
}

const UNREADABLE: Readonly<Record<string, string>> = { ENOENT: 'no such file', EACCES: 'no permission to read it' };

/** Gives the file to the work, and closes it afterwards. @throws {BadUsage} when it cannot be read */
export async function withInputFile<T>(path: string, work: (file: InputFile) => Promise<T>): Promise<T> {
  const handle = await open(path).catch((error: NodeJS.ErrnoException) =>
    unreadable(path, UNREADABLE[error.code ?? ''] ?? error.message),
  );
  try {
    const stats = await handle.stat();
    if (stats.isDirectory()) unreadable(path, 'a directory');
    return await work({ path, bytes: stats.size, chunks: chunksOf(handle, stats.size) });
  } finally {
    await handle.close();
  }
}

/** What a file gets while it is read is left out, lest work that makes it grow never ends. */
function chunksOf(handle: FileHandle, bytes: number): AsyncIterable<Uint8Array> {
  return handle.createReadStream({ autoClose: false, ...(bytes > 0 && { end: bytes - 1 }) });
}

function unreadable(path: string, found: string): never {
  throw new BadUsage(`${path}: expected a readable file, found ${found}`);
}
