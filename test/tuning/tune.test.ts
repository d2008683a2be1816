import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from 'yaml';
import { resolveConfig } from '../../src/config/index.ts';
import { EndpointUnusable } from '../../src/proving/endpoint-unusable.ts';
import type { UpstreamReply } from '../../src/upstreams/port.ts';
import { lines, type SentCall, tuneInVirtualTime } from './tune-in-virtual-time.ts';

const near = (actual: number | undefined, expected: number, share = 0.02): void =>
  assert.ok(Math.abs((actual ?? Number.NaN) / expected - 1) <= share, `${actual} instead of ${expected}`);

const refusal = (status: number): UpstreamReply => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"error":"no"}'),
});

test('a device that works on one call at a time: the line is found, the largest batch is the best, and adaptive does about as well', async () => {
  const { report, sent } = await tuneInVirtualTime({ device: { baseMs: 20, perItemMs: 1 } });
  near(report.latency?.baseMs, 20);
  near(report.latency?.perItemMs, 1);
  near(report.latency?.r2, 1);
  const { best, concurrency, adaptive, batching } = report;
  assert.deepEqual([report.end, report.pays, best?.size, best?.concurrency, concurrency?.calls], ['done', 'pays', 32, 1, 1]);
  near(best?.itemsPerSecond, 32_000 / 52);
  near(best?.p99Ms, 52);
  near(best?.gatherMs, (31 * 52) / 32);
  near(batching?.times, (32 / 52) * 21);
  near((adaptive?.itemsPerSecond ?? 0) / (best?.itemsPerSecond ?? 0), 1, 0.05);
  assert.deepEqual([adaptive?.clients, report.byHand], [32, undefined]);
  assert.deepEqual([report.sent.calls, report.sent.items], [sent.length, sent.reduce((sum, { items }) => sum + items, 0)]);
  assert.deepEqual(
    report.frontier.map(({ size, concurrency: atOnce }) => [size, atOnce]),
    [1, 2, 4, 8, 16, 32].map((size) => [size, 1]),
  );
});

test('a device whose calls cost nothing beside their items: batching does not pay, and no large batches are sent to find out', async () => {
  const { report, sent } = await tuneInVirtualTime({ device: { baseMs: 0.1, perItemMs: 10 } });
  assert.deepEqual([report.pays, report.best?.size, report.best?.concurrency], ['does-not-pay', 1, 1]);
  assert.ok(Math.max(...sent.map(({ items }) => items)) <= 4, 'small calls only');
  assert.match(report.advice?.yaml ?? '', /policy: eager\n {6}maxBatchSize: 1\n/);
});

test('where more calls at once are worked on, they are found, whether batching pays or not', async () => {
  const paying = await tuneInVirtualTime({ device: { baseMs: 20, perItemMs: 1, concurrency: 4 }, request: { maxCalls: 1000 } });
  assert.deepEqual([paying.report.concurrency?.calls, paying.report.concurrency?.isOpen], [4, false]);
  near(paying.report.concurrency?.gain.times, 4);
  assert.deepEqual([paying.report.best?.size, paying.report.best?.concurrency], [32, 4]);
  near(paying.report.best?.itemsPerSecond, (4 * 32_000) / 52);
  near((paying.report.adaptive?.itemsPerSecond ?? 0) / (paying.report.best?.itemsPerSecond ?? 0), 1, 0.05);
  const other = await tuneInVirtualTime({ device: { baseMs: 0.1, perItemMs: 10, concurrency: 4 } });
  assert.deepEqual([other.report.pays, other.report.best?.size, other.report.best?.concurrency], ['does-not-pay', 1, 4]);
});

test('where it still rises at the most that was tried, that is said', async () => {
  const { report } = await tuneInVirtualTime({ device: { concurrency: 8 }, request: { concurrency: [1, 2], sizes: [1, 8] } });
  assert.deepEqual([report.concurrency?.calls, report.concurrency?.isOpen], [2, true]);
  assert.match(report.notes.join('\n'), /throughput still rose at 2 calls at once/);
  assert.match(report.notes.join('\n'), /larger ones may be better still \(--sizes 8,16,32\)/);
});

test('as many calls at once as are throttled are out, for every size', async () => {
  const { report } = await tuneInVirtualTime({ device: { concurrency: 4, throttleAbove: 2 } });
  assert.deepEqual([report.throttledAt, report.best?.size, report.best?.concurrency], [4, 32, 2]);
  assert.ok(
    report.settings.every(({ concurrency }) => concurrency < 4),
    'none measured beyond it',
  );
  assert.match(report.notes.join('\n'), /left out: 32 items a call, 4 at once: UPSTREAM_THROTTLED 429/);
});

test('what was measured before the endpoint began to throttle does not count either', async () => {
  const sent: SentCall[] = [];
  const underWay = (): number => sent.filter(({ tookMs }) => tookMs === undefined).length;
  const { report } = await tuneInVirtualTime({
    device: { concurrency: 4, baseMs: 20 },
    says: () => (sent.length > 80 && underWay() > 3 ? refusal(429) : undefined),
    sent,
  });
  assert.equal(report.throttledAt, 4);
  assert.ok((report.best?.concurrency ?? 4) < 4 && report.settings.every(({ concurrency }) => concurrency < 4), 'none of those');
});

test('an endpoint that has no room for one call is waited for, but not for ever', async () => {
  const passing = await tuneInVirtualTime({ says: (_, now) => (now < 2500 ? refusal(429) : undefined) });
  assert.deepEqual([passing.report.end, passing.report.best?.size], ['done', 32]);
  const lasting = tuneInVirtualTime({ says: () => refusal(429) });
  await assert.rejects(
    lasting,
    (error) => error instanceof EndpointUnusable && error.message.startsWith('UPSTREAM_THROTTLED 429'),
  );
});

test('a size that the model refuses, or answers wrongly, ends there; what is below is measured all the same', async () => {
  const wrong = { status: 200, headers: { 'content-type': 'application/json' }, body: Buffer.from('{"predictions":[1]}') };
  for (const [reply, said] of [
    [refusal(400), /MODEL_REFUSED 400/],
    [wrong, /REPLY_MISMATCH/],
  ] as const) {
    const { report, sent } = await tuneInVirtualTime({ says: ({ itemCount }) => (itemCount > 8 ? reply : undefined) });
    assert.deepEqual([report.end, report.best?.size], ['done', 8]);
    assert.deepEqual(
      report.ruledOut.map(({ size, concurrency }) => [size, concurrency]),
      [[16, 1]],
    );
    assert.match(report.ruledOut[0]?.why ?? '', said);
    assert.deepEqual([sent.filter(({ items }) => items === 16).length, sent.filter(({ items }) => items > 16).length], [3, 0]);
  }
});

test('an endpoint that refuses a request by itself cannot be tuned', async () => {
  for (const [status, said] of [
    [400, 'MODEL_REFUSED 400'],
    [403, 'ENDPOINT_REFUSED 403'],
  ] as const) {
    const run = tuneInVirtualTime({ says: () => refusal(status) });
    await assert.rejects(run, (error) => error instanceof EndpointUnusable && error.message.startsWith(said));
  }
});

test('an endpoint that is gone in the middle ends it, and what was found out is reported', async () => {
  const { report, sent } = await tuneInVirtualTime({ says: (_, now) => (now > 1000 ? refusal(403) : undefined) });
  assert.equal(report.end, 'failed');
  assert.match(report.why ?? '', /^ENDPOINT_REFUSED 403/);
  assert.ok(report.best !== undefined, 'a best setting');
  assert.equal(sent.filter(({ beganAt }) => beganAt > 1000).length, 1);
});

test('one that is asked to stop says what it has, and sends nothing more', async () => {
  for (const stopAt of [500, 9000]) {
    const { report, sent } = await tuneInVirtualTime({ stopAt });
    assert.equal(report.end, 'stopped');
    assert.ok(report.settings.length > 0, 'something measured');
    assert.ok(
      sent.every(({ beganAt }) => beganAt <= stopAt),
      'nothing after it',
    );
  }
});

test('the best setting keeps to the p99 asked for, with the time to gather; by default to latencySloMs', async () => {
  const asked = await tuneInVirtualTime({ request: { p99Ms: 60 } });
  // 8: 28 ms, and 24.5 to gather; 16: 36 and 33.75.
  assert.deepEqual([asked.report.best?.size, asked.report.best?.inTime, asked.report.plan.p99?.of], [8, true, '--p99']);
  assert.match(asked.report.advice?.yaml ?? '', /maxBatchSize: 8\n {6}# latencySloMs: 60 /);
  const configured = await tuneInVirtualTime({ batching: { latencySloMs: 45 } });
  assert.deepEqual([configured.report.best?.size, configured.report.plan.p99?.of], [4, 'latencySloMs']);
  const never = await tuneInVirtualTime({ request: { p99Ms: 5 } });
  assert.deepEqual([never.report.best?.size, never.report.best?.inTime], [1, false]);
});

test('where adaptive does not come near the best setting, the gateway is tried with it, and it is told if that is better', async () => {
  // An adaptive that never learns that more than two items go into a call.
  const { report, sent } = await tuneInVirtualTime({
    device: { concurrency: 2 },
    servedAs: (wanted) => (wanted.policy === 'adaptive' ? { ...wanted, maxBatchSize: 2 } : wanted),
  });
  const { best, adaptive, byHand, advice } = report;
  assert.equal(adaptive?.itemsPerCall, 2);
  near(byHand?.itemsPerSecond, best?.itemsPerSecond ?? 0, 0.05);
  assert.deepEqual(byHand?.batching, { policy: 'linger', maxBatchSize: 32, maxQueueDelayMs: 26, maxInFlight: 2 });
  assert.match(advice?.byHand ?? '', /policy: linger\n {6}maxBatchSize: 32\n {6}maxQueueDelayMs: 26\n {6}maxInFlight: 2\n/);
  assert.ok(sent.length <= 400, 'within the budget');
});

test('the best setting is the one under whose load the gateway was tried, whatever is measured afterwards', async () => {
  const all = (await tuneInVirtualTime({})).sent.length;
  const sent: SentCall[] = [];
  const { report } = await tuneInVirtualTime({ extraMs: () => (sent.length > all - 3 ? 150 : 0), sent });
  assert.deepEqual([report.best?.size, report.adaptive?.clients], [32, 32]);
  assert.ok((report.best?.p99Ms ?? 0) > 150, 'measured once more');
});

test('requests that share no call are measured one by one, and why is said', async () => {
  const input = lines({ instances: [1] }, { instances: [2] });
  const { report, sent } = await tuneInVirtualTime({ codec: 'passthrough', device: { concurrency: 2 }, request: { input } });
  assert.deepEqual([report.pays, report.concurrency?.calls, report.plan.sizes], ['cannot-be-batched', 2, [1]]);
  assert.ok(
    sent.every(({ items }) => items === 1),
    'never joined',
  );
  assert.ok((report.plan.apart ?? '') !== '', 'a reason');
});

test('requests of several items are never taken apart: sizes are their multiples, and the fit knows what was in a call', async () => {
  const input = lines({ instances: [1, 2, 3] }, { instances: [4, 5, 6] });
  const { report } = await tuneInVirtualTime({ request: { input } });
  assert.deepEqual(report.plan.sizes, [3, 6, 12, 24, 32]);
  assert.deepEqual(
    report.settings.filter(({ concurrency }) => concurrency === 1).map(({ items }) => items),
    [3, 6, 12, 24, 30],
  );
  near(report.latency?.baseMs, 20);
  near(report.latency?.perItemMs, 1);
  assert.equal(report.adaptive?.clients, 10);
});

test('a size that the records do not add up to is left out, and one that the codec does not allow', async () => {
  const input = lines({ instances: [1, 2, 3, 4, 5] }, { instances: [6, 7, 8, 9, 10] });
  const { report } = await tuneInVirtualTime({ request: { input, sizes: [7, 10, 64], maxCalls: 60 } });
  assert.deepEqual(report.plan.sizes, [5, 10, 64]);
  assert.match(report.notes.join('\n'), /some sizes are left out: these records do not add up to them/);
});

test('an endpoint that becomes slower is told apart from settings that are', async () => {
  const steady = await tuneInVirtualTime({ device: { jitter: 0.2 } });
  assert.doesNotMatch(steady.report.notes.join('\n'), /became/);
  const { report } = await tuneInVirtualTime({ extraMs: (now) => (now > 1500 ? 30 : 0) });
  assert.match(report.notes.join('\n'), /the endpoint became \d+ % slower between the first and the last round/);
  const alone = report.settings.filter(({ concurrency }) => concurrency === 1);
  assert.ok(
    alone.every(({ rounds }) => rounds > 3),
    'all of them in all rounds',
  );
  assert.ok(
    alone.every(({ itemsPerSecond }, index) => index === 0 || itemsPerSecond > (alone[index - 1]?.itemsPerSecond ?? 0)),
    'in order',
  );
});

test('the YAML to paste is a config that is valid', async () => {
  for (const device of [{}, { baseMs: 0.1, perItemMs: 10 }]) {
    const { report } = await tuneInVirtualTime({ device, request: { p99Ms: 50 } });
    const pasted = parse(report.advice?.yaml ?? '') as { endpoints: { sim: { batching: Record<string, unknown> } } };
    const upstream = { type: 'simulated' } as const;
    const { endpoints } = resolveConfig({
      endpoints: { sim: { upstream, codec: 'kserve-v1', ...pasted.endpoints.sim } },
    });
    assert.equal(endpoints['sim']?.batching.maxBatchSize, pasted.endpoints.sim.batching['maxBatchSize']);
  }
});
