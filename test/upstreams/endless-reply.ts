import type { ServerResponse } from 'node:http';

/** Answers with zeros for as long as somebody takes them; resolves when the connection has ended, in whatever way. */
export function answerEndlessly(response: ServerResponse): Promise<void> {
  const pour = (): void => {
    while (!response.destroyed && response.write(Buffer.alloc(65_536)));
  };
  response.on('drain', pour);
  pour();
  return new Promise((resolve) => response.once('close', resolve));
}
