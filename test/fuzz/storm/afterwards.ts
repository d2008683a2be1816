import assert from 'node:assert/strict';
import type { Sample } from '../inputs/samples.ts';
import { withoutUsage } from '../replies/judge.ts';

/** Far more than an answer needs, and the time after which a breaker lets one through at the latest. */
const AT_ONCE_MS = 2000;

/** After the storm every contract is served as if nothing had been. @returns the slowest answer, in milliseconds */
export async function afterwards(
  url: string,
  samples: readonly Sample[],
  headers: Readonly<Record<string, string>>,
): Promise<number> {
  const answered = samples.filter(({ answer }) => answer !== undefined);
  const one = new Map(answered.map((sample) => [sample.contract, sample]));
  let slowestMs = 0;
  for (const sample of one.values()) slowestMs = Math.max(slowestMs, await ask(url, sample, headers));
  return slowestMs;
}

async function ask(url: string, sample: Sample, headers: Readonly<Record<string, string>>): Promise<number> {
  const { contract, contentType, accept, body, answer = '' } = sample;
  const startedAt = performance.now();
  for (;;) {
    const reply = await fetch(`${url}/endpoints/real-${contract}/invocations`, {
      method: 'POST',
      headers: { ...headers, 'content-type': contentType, accept },
      body: new Uint8Array(Buffer.from(body, 'latin1')),
    });
    const said = Buffer.from(await reply.arrayBuffer()).toString('latin1');
    const ms = performance.now() - startedAt;
    assert.ok(ms < AT_ONCE_MS, `${contract} after ${ms} ms: ${reply.status} ${said}`);
    if (reply.status === 503) continue;
    assert.equal(withoutUsage(said), withoutUsage(answer), contract);
    return ms;
  }
}
