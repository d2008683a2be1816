import { Pool } from 'undici';
import type { Figures } from './figures.ts';
import { type Duration, Recorder } from './recorder.ts';
import type { Exchange } from './workload.ts';

export interface ReadyMade extends Duration {
  readonly url: string;
  /** Sent over and over. */
  readonly batch: Exchange;
  readonly itemsInBatch: number;
  /** Batches under way at once. */
  readonly inFlight: number;
}

/**
 * Keeps so many ready-made batches under way: the most items a second that the model gives, whoever puts them together.
 * Figures are of items; the latency of an item is that of its batch.
 */
export async function readyMade(load: ReadyMade): Promise<Figures> {
  const { origin, pathname } = new URL(load.url);
  const pool = new Pool(origin, { connections: load.inFlight });
  const startedAt = performance.now();
  const endsAt = startedAt + (load.settleSeconds + load.seconds) * 1000;
  const recorder = new Recorder(load, startedAt);
  const counted = { replies: 0, non2xx: 0, wrong: 0, errors: 0 };
  const sendOne = async (): Promise<void> => {
    const sentAt = performance.now();
    const fault = await send(pool, pathname, load.batch);
    const now = performance.now();
    counted.replies += load.itemsInBatch;
    if (fault !== undefined) counted[fault] += load.itemsInBatch;
    recorder.record(now - sentAt, now, load.itemsInBatch);
  };
  const lane = async (): Promise<void> => {
    while (performance.now() < endsAt) await sendOne();
  };
  await Promise.all(Array.from({ length: load.inFlight }, lane));
  await pool.close();
  return recorder.figures(counted);
}

/** What was wrong with the reply, if anything. */
async function send(pool: Pool, path: string, batch: Exchange): Promise<'non2xx' | 'wrong' | 'errors' | undefined> {
  try {
    const headers = { 'content-type': 'application/json' };
    const { statusCode, body } = await pool.request({ path, method: 'POST', headers, body: batch.body });
    const reply = await body.text();
    if (statusCode !== 200) return 'non2xx';
    return batch.isAnswer(reply) ? undefined : 'wrong';
  } catch {
    return 'errors';
  }
}
