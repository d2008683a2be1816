import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeConfig } from '../contestants/gateway-config.ts';
import type { Programs } from '../processes/programs.ts';
import type { ModelLaw } from './model.ts';
import { ResultsFile } from './results-file.ts';

/** A gateway of its own for each run, with a lease table that nobody has used. */
export interface StreamGateway {
  readonly setup: string;
  readonly invocationsUrl: string;
  readonly results: ResultsFile;
  metrics(): Promise<string>;
  stop(): Promise<void>;
}

let runs = 0;

/** Starts the real gateway, as built. It consumes the stream from its beginning, and answers HTTP from the same endpoint. */
export async function startGateway(programs: Programs, stream: string, modelUrl: string, law: ModelLaw): Promise<StreamGateway> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-bench-stream-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'results.jsonl');
  const config = configOf(stream, modelUrl, law, folder);
  const args = ['dist/main.js', 'serve', '-c', writeConfig(config)];
  const url = await programs.start({ name: 'gateway', args, readyPath: '/readyz' });
  const results = new ResultsFile(path);
  return {
    setup: `tidegate serve -c ${config}`,
    invocationsUrl: `${url}/invocations`,
    results,
    metrics: async () => (await fetch(`${url}/metrics`)).text(),
    async stop() {
      await programs.stop(url);
      results.look();
      results.close();
    },
  };
}

function configOf(stream: string, modelUrl: string, { cap }: ModelLaw, folder: string): string {
  runs += 1;
  return JSON.stringify({
    endpoints: {
      bench: {
        upstream: { type: 'http', url: `${modelUrl}/invocations` },
        codec: 'kserve-v1',
        batching: { maxBatchSize: cap },
      },
    },
    streams: {
      bench: {
        source: { type: 'kinesis', streamName: stream, region: 'us-east-1', leaseTable: `bench-${runs}` },
        endpoint: 'bench',
        sink: { type: 'jsonl', path: join(folder, 'results.jsonl') },
        onFailure: { type: 'jsonl', path: join(folder, 'dead.jsonl') },
      },
    },
    telemetry: { logLevel: 'warn' },
  });
}
