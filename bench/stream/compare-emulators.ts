import { startKinesisLocal } from '../../test/support/kinesis/kinesis-local.ts';
import { createStream, testClient } from '../../test/support/kinesis/operator.ts';
import { prefill } from './prefill.ts';
import type { ReadAll } from './reader/read-all.ts';
import { script } from './script.ts';
import type { Services } from './services.ts';

/** Records a second. */
export interface EmulatorSpeed {
  readonly name: string;
  readonly putPerSecond: number;
  readonly readPerSecond: number;
}

/** The emulators on npm, of which the faster is what all else is measured against. */
export async function compareEmulators({ kinesisUrl }: Services, shards: number, count: number): Promise<EmulatorSpeed[]> {
  const local = await startKinesisLocal();
  try {
    return [
      await speedOf('kinesalite', kinesisUrl, shards, count),
      await speedOf('kinesis-local', local.url, shards, count),
    ].toSorted((a, b) => b.readPerSecond - a.readPerSecond);
  } finally {
    await local.close();
  }
}

async function speedOf(name: string, url: string, shards: number, count: number): Promise<EmulatorSpeed> {
  const client = testClient(url, 60_000);
  const stream = 'compared';
  await createStream(client, stream, shards);
  const putPerSecond = await prefill(client, stream, count);
  client.destroy();
  const { elapsedMs } = await script<ReadAll>('reader/main.ts', { url, stream, count: String(count) });
  return { name, putPerSecond, readPerSecond: (count / elapsedMs) * 1000 };
}
