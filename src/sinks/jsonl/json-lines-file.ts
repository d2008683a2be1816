import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../kernel/sync-folder.ts';
import type { LineOutput } from '../line-sink.ts';

const LINE_FEED = 0x0a;

interface Opened {
  readonly handle: FileHandle;
  /** Pipes and devices cannot be synced. */
  readonly isFile: boolean;
}

/**
 * A file that is only ever appended to. A crash, or a write that failed half way, leaves a torn line behind: it is closed with a line
 * feed when the file is next opened, so that what follows stands on lines of its own. After any failure the file is opened anew:
 * what the kernel makes of pages whose sync has failed is unknown, and all of them are written again.
 */
export class JsonLinesFile implements LineOutput {
  readonly #path: string;
  #opened: Opened | undefined;

  private constructor(file: string, opened: Opened) {
    this.#path = file;
    this.#opened = opened;
  }

  /** @throws what the operating system says, when the file cannot be opened or made */
  static async open(file: string): Promise<JsonLinesFile> {
    return new JsonLinesFile(file, await openAtLineStart(file));
  }

  async append(bytes: Buffer): Promise<void> {
    const opened = (this.#opened ??= await openAtLineStart(this.#path));
    try {
      await writeAll(opened.handle, bytes);
      if (opened.isFile) await opened.handle.datasync();
    } catch (thrown) {
      await this.close().catch(() => {});
      throw thrown;
    }
  }

  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.handle.close();
  }
}

async function openAtLineStart(file: string): Promise<Opened> {
  const handle = await open(file, 'a+');
  try {
    const stats = await handle.stat();
    const isFile = stats.isFile();
    if (isFile && stats.size === 0) await syncFolder(path.dirname(file));
    if (isFile && stats.size > 0) await closeTornLine(handle, stats.size);
    return { handle, isFile };
  } catch (thrown) {
    await handle.close();
    throw thrown;
  }
}

async function closeTornLine(handle: FileHandle, size: number): Promise<void> {
  const last = Buffer.alloc(1);
  await handle.read(last, 0, 1, size - 1);
  if (last[0] !== LINE_FEED) await writeAll(handle, Buffer.of(LINE_FEED));
}

/** A write may end early, as when the disk is nearly full; what is left then fails by itself. */
async function writeAll(handle: FileHandle, bytes: Buffer): Promise<void> {
  for (let from = 0; from < bytes.length; ) {
    const { bytesWritten } = await handle.write(bytes, from, bytes.length - from);
    from += bytesWritten;
  }
}
