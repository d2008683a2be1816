import autocannon, { type Client, type Instance, type Request } from 'autocannon';
import type { Figures } from './figures.ts';
import { type Duration, Recorder } from './recorder.ts';
import type { Exchange, Workload } from './workload.ts';

export interface ClosedLoop extends Duration {
  readonly url: string;
  /** Each has a connection of its own and sends its next request when it has the answer to the last. */
  readonly clients: number;
  readonly workload: Workload;
}

const REQUEST = { method: 'POST', headers: { 'content-type': 'application/json' } } as const;
const TIMEOUT_SECONDS = 30;
/** How soon after its end a run stops. */
const STOP_MS = 50;

/** What was said of the requests of a run, its settling time included. */
interface Counted {
  replies: number;
  non2xx: number;
  wrong: number;
}

/**
 * Runs autocannon. It keeps time to the millisecond only and counts by whole intervals, so latencies and the window are taken
 * from its `response` events instead. Bodies are serialised before the start.
 */
export async function closedLoop(load: ClosedLoop): Promise<Figures> {
  const counted: Counted = { replies: 0, non2xx: 0, wrong: 0 };
  let client = 0;
  const runSeconds = load.settleSeconds + load.seconds;
  const instance = autocannon({
    url: load.url,
    connections: load.clients,
    duration: runSeconds + STOP_MS / 1000,
    sampleInt: STOP_MS,
    timeout: TIMEOUT_SECONDS,
    setupClient: (each: Client) => {
      each.setRequests(load.workload(client).map((exchange) => request(exchange, counted)));
      client += 1;
    },
  });
  const recorder = recordAll(instance, load);
  const { errors } = await instance;
  return recorder.figures({ ...counted, errors });
}

function request({ body, path, status: expected = 200, isAnswer }: Exchange, counted: Counted): Request {
  return {
    ...REQUEST,
    body,
    ...(path === undefined ? {} : { path }),
    onResponse: (status, reply) => {
      counted.replies += 1;
      if (status !== expected) counted.non2xx += 1;
      else if (!isAnswer(reply)) counted.wrong += 1;
    },
  };
}

function recordAll(instance: Instance, duration: Duration): Recorder {
  const recorder = new Recorder(duration, performance.now());
  instance.on('response', (_client: Client, status: number, _bytes: number, latencyMs: number) => {
    if (status === 200) recorder.record(latencyMs, performance.now());
  });
  return recorder;
}
