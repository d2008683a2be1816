import { unlessAborted } from '../../../kernel/unless-aborted.ts';

/** What comes until the signal is aborted, even where nothing comes for a long time, as of a pipe. @throws what it was aborted with */
export async function* untilAborted(source: AsyncIterable<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { value, done } = await unlessAborted(iterator.next(), signal);
      if (done === true) return;
      yield value;
    }
  } finally {
    // Not waited for: its turn is after what is being read, which may never come.
    iterator.return?.().catch(() => {});
  }
}
