import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';

interface Traffic {
  readonly endpoint: string;
  readonly clients: number;
  /** What each client rests between an answer and its next request. */
  readonly restMs: number;
  /** The instance that each request holds. @default a number */
  readonly instance?: (client: number) => unknown;
}

/** Clients that ask and ask again, of a KServe V1 endpoint, until the test ends; what they are told is no matter here. */
export function ask(context: TestContext, url: string, { endpoint, clients, restMs, instance = Number }: Traffic): void {
  const stop = new AbortController();
  context.after(() => stop.abort());
  const client = async (number: number): Promise<void> => {
    while (!stop.signal.aborted) {
      const sent = fetch(`${url}/endpoints/${endpoint}/invocations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ instances: [instance(number)] }),
        signal: stop.signal,
      });
      await sent.then((reply) => reply.arrayBuffer()).catch(() => undefined);
      await pause(restMs, undefined, { ref: false });
    }
  };
  for (let number = 0; number < clients; number += 1) void client(number);
}
