import { Pool } from 'undici';
import type { CallDevice } from './batching.ts';

/** Items that the device takes in a call. */
const MOST = 32;

/** Calls the model server; a batch of more than it takes goes as several calls, all at once. */
export function device(modelUrl: string): CallDevice {
  const pool = new Pool(modelUrl);
  const call = async (instances: readonly unknown[]): Promise<unknown[]> => {
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ instances });
    const reply = await pool.request({ path: '/invocations', method: 'POST', headers, body });
    const { predictions, error } = (await reply.body.json()) as { predictions?: unknown[]; error?: string };
    if (predictions === undefined) throw new Error(error ?? `status ${reply.statusCode}`);
    return predictions;
  };
  return async (items) => (await Promise.all(parts(items).map(call))).flat();
}

function parts(items: readonly unknown[]): (readonly unknown[])[] {
  return Array.from({ length: Math.ceil(items.length / MOST) }, (_, i) => items.slice(i * MOST, (i + 1) * MOST));
}
