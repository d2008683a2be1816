import { LineSink, type LineSinkParts } from '../line-sink.ts';
import type { Sink } from '../port.ts';
import { JsonLinesFile } from './json-lines-file.ts';

/**
 * Appends to a JSON-lines file; a record is durable once it is synced to the disk. Nothing is refused.
 * @throws when the file cannot be opened or made, with what the operating system says as `cause`; later failures are tried again
 */
export async function createJsonlSink({ path }: { readonly path: string }, parts: LineSinkParts): Promise<Sink> {
  try {
    return new LineSink(await JsonLinesFile.open(path), parts);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Expected \`path\` to be a file that can be appended to: ${reason}`, { cause });
  }
}
