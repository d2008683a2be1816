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

/**
 * Runs autocannon. It keeps time to the millisecond only and counts by whole intervals, so latencies and the window are taken
 * from its `response` events instead. Bodies are serialised before the start.
 */
export async function closedLoop(load: ClosedLoop): Promise<Figures> {
  let wrong = 0;
  let client = 0;
  const runSeconds = load.settleSeconds + load.seconds;
  const instance = autocannon({
    url: load.url,
    connections: load.clients,
    duration: runSeconds + STOP_MS / 1000,
    sampleInt: STOP_MS,
    timeout: TIMEOUT_SECONDS,
    setupClient: (each: Client) => {
      each.setRequests(load.workload(client).map((exchange) => request(exchange, () => (wrong += 1))));
      client += 1;
    },
  });
  const recorder = recordAll(instance, load);
  const { errors, non2xx } = await instance;
  return recorder.figures({ non2xx, wrong, errors });
}

function request(exchange: Exchange, onWrong: () => void): Request {
  return {
    ...REQUEST,
    body: exchange.body,
    onResponse: (status, reply) => {
      if (status === 200 && !exchange.isAnswer(reply)) onWrong();
    },
  };
}

function recordAll(instance: Instance, duration: Duration): Recorder {
  const recorder = new Recorder(duration, performance.now());
  instance.on('response', (_client: Client, _status: number, _bytes: number, latencyMs: number) => {
    recorder.record(latencyMs, performance.now());
  });
  return recorder;
}
