import type { OpenedInput } from './file-input.ts';

/** Counts what is read of it. */
export function counted(source: AsyncIterable<Uint8Array>): OpenedInput {
  let readBytes = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      readBytes += chunk.length;
      yield chunk;
    }
  }
  return {
    chunks: chunks(),
    get readBytes() {
      return readBytes;
    },
  };
}
