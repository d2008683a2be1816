import { DEAD_LETTERS, INPUT, RESULTS } from './streams.ts';

/** A text that the demo's model refuses. */
export const POISON = 'poison';

/** What `tidegate serve` is given; the services' addresses and credentials come by the environment. */
export const CONFIG = {
  endpoints: {
    model: { upstream: { type: 'simulated', baseMs: 40, perItemMs: 5, refuse: POISON }, codec: 'kserve-v1' },
  },
  streams: {
    tickets: {
      source: { type: 'kinesis', streamName: INPUT, region: 'us-east-1', checkpointMs: 1000, idleMs: 200 },
      endpoint: 'model',
      request: { template: { instances: [{ $: '/text' }] } },
      result: { id: '/id' },
      sink: { type: 'kinesis', streamName: RESULTS, region: 'us-east-1' },
      onFailure: { type: 'kinesis', streamName: DEAD_LETTERS, region: 'us-east-1' },
    },
  },
  telemetry: { logLevel: 'warn' },
} as const;
