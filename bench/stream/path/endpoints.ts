import { NO_STORY } from '../../../src/batching/port.ts';
import { CreditGate } from '../../../src/batching/queue/credit.ts';
import { createCodec } from '../../../src/codecs/index.ts';
import { Endpoint } from '../../../src/endpoints/endpoint.ts';
import type { EndpointPort } from '../../../src/endpoints/port.ts';
import type { Clock } from '../../../src/kernel/clock.ts';
import type { Upstream } from '../../../src/upstreams/port.ts';

const AT_ONCE = 128;
/** As by default. */
const QUEUE = { maxSize: 4096, maxBytes: 64 * 1024 * 1024 };
const JSON_TYPE = { 'content-type': 'application/json' };

/** Takes as many as a queue has room for, and answers as kserve-v1 would, so many at once. */
export function instant(): EndpointPort {
  const waiting: (() => void)[] = [];
  let isDue = false;
  const answer = (): void => {
    for (const settle of waiting.splice(0, AT_ONCE)) settle();
    isDue = waiting.length > 0;
    if (isDue) setImmediate(answer);
  };
  const room = new CreditGate(QUEUE);
  return {
    name: 'instant',
    credit: (bytes, signal) => room.credit(bytes, signal),
    arrivals: { take: () => undefined, giveBack() {} },
    submit: ({ body, credit }, settle) => {
      waiting.push(() => {
        credit?.release();
        settle({ kind: 'answered', reply: { status: 200, headers: JSON_TYPE, body: echo(body) }, story: NO_STORY });
      });
      if (!isDue) setImmediate(answer);
      isDue = true;
      return { cancel() {} };
    },
  };
}

const INSTANCES = '{"instances":'.length;
const PREDICTIONS = Buffer.from('{"predictions":');

function echo(body: Uint8Array): Buffer {
  return Buffer.concat([PREDICTIONS, body.subarray(INSTANCES)]);
}

/** The real one, but for its upstream, which answers in the next turn of the loop. */
export function heart(clock: Clock): EndpointPort {
  const upstream: Upstream = {
    callerHeaders: [],
    aloneHeaders: [],
    invoke: async ({ body }) => {
      await new Promise(setImmediate);
      return { status: 200, headers: JSON_TYPE, body: echo(body) };
    },
    close: async () => {},
  };
  return new Endpoint(
    {
      name: 'heart',
      heart: {
        policy: 'adaptive',
        caps: { items: AT_ONCE, bytes: 6_000_000, cost: Number.POSITIVE_INFINITY },
        maxQueueDelayMs: 50,
        maxInFlight: 'auto',
        queue: QUEUE,
        priorityLevels: 3,
        retry: { maxAttempts: 3 },
      },
      latencySloMs: Number.POSITIVE_INFINITY,
      queueTimeoutMs: 60_000,
      callTimeoutMs: 60_000,
      groupBy: [],
      dialect: 'http',
      hopId: 'path',
    },
    { codec: createCodec('kserve-v1'), upstream, clock, listener() {}, onFault: (thrown) => console.error(thrown) },
  );
}
