import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../kernel/sync-folder.ts';

/** Where lines of output go, in their order. */
export interface LineOutput {
  /** Resolves once the bytes are as durable as this output makes them. @throws what the system says; then any part may be there */
  append(bytes: Buffer): Promise<void>;
  close(): Promise<void>;
}

const LINE_FEED = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/**
 * A file that grows by whole lines. What a killed process left of a line is cut off before anything is appended. Where something else
 * writes to it as well, as the same job does that was begun twice, nothing more is appended.
 */
export class AppendFile implements LineOutput {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #isFile: boolean;
  #size: number;

  private constructor(path: string, { handle, isFile }: Opened, size: number) {
    this.#path = path;
    this.#handle = handle;
    this.#isFile = isFile;
    this.#size = size;
  }

  /** An empty file, whatever was there. @throws what the system says */
  static async empty(file: string): Promise<AppendFile> {
    return new AppendFile(file, await opening(file, 'w'), 0);
  }

  /** What is there, without a torn last line. @param onLine is given each whole line, without its end @throws what the system says */
  static async resumed(file: string, onLine: (line: Buffer) => void): Promise<AppendFile> {
    const opened = await opening(file, 'a+');
    const { handle, isFile } = opened;
    try {
      const size = isFile ? await readWhole(handle, onLine) : 0;
      if (isFile) await handle.truncate(size);
      return new AppendFile(file, opened, size);
    } catch (thrown) {
      await handle.close();
      throw thrown;
    }
  }

  async append(bytes: Buffer): Promise<void> {
    if (this.#isFile && (await this.#handle.stat()).size !== this.#size)
      throw Object.assign(new Error(`${this.#path}: something else writes to it, too`), { code: 'EBUSY' });
    for (let from = 0; from < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, from, bytes.length - from);
      from += bytesWritten;
      this.#size += bytesWritten;
    }
    if (this.#isFile) await this.#handle.datasync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

interface Opened {
  readonly handle: FileHandle;
  readonly isFile: boolean;
}

async function opening(file: string, flags: string): Promise<Opened> {
  const handle = await open(file, flags);
  const isFile = (await handle.stat()).isFile();
  if (isFile) await syncFolder(path.dirname(file));
  return { handle, isFile };
}

/** @returns the bytes up to the end of the last whole line */
async function readWhole(handle: FileHandle, onLine: (line: Buffer) => void): Promise<number> {
  let whole = 0;
  let pieces: Buffer[] = [];
  for (let position = 0; ; ) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES, position);
    if (bytesRead === 0) return whole;
    const bytes = buffer.subarray(0, bytesRead);
    let start = 0;
    for (let feed = bytes.indexOf(LINE_FEED); feed >= 0; feed = bytes.indexOf(LINE_FEED, start)) {
      const last = bytes.subarray(start, feed);
      onLine(pieces.length === 0 ? last : Buffer.concat([...pieces, last]));
      pieces = [];
      start = feed + 1;
      whole = position + start;
    }
    if (start < bytesRead) pieces.push(bytes.subarray(start));
    position += bytesRead;
  }
}
