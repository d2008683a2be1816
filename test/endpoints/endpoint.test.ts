import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCodec } from '../../src/codecs/index.ts';
import type { Codec, Message } from '../../src/codecs/port.ts';
import { Endpoint, type EndpointOptions } from '../../src/endpoints/endpoint.ts';
import type { CallerHeaders, InferenceOutcome, InferenceRequest } from '../../src/endpoints/port.ts';
import { type Upstream, type UpstreamCall, UpstreamFailure, type UpstreamReply } from '../../src/upstreams/port.ts';
import { OPTIONS } from '../support/heart.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

interface Seen {
  readonly call: UpstreamCall;
  readonly signal: AbortSignal;
  readonly text: string;
}

/** An endpoint over an upstream that answers after 10 ms with what it was sent. */
function endpointOver(
  options: Partial<EndpointOptions> = {},
  upstream: Partial<Upstream> = {},
  answer?: (seen: Seen) => UpstreamReply | Error | undefined,
  codec = createCodec('kserve-v1'),
) {
  const clock = new VirtualClock();
  const seen: Seen[] = [];
  const faults: unknown[] = [];
  const invoke = (call: UpstreamCall, signal: AbortSignal): Promise<UpstreamReply> => {
    const one = { call, signal, text: Buffer.from(call.body).toString() };
    seen.push(one);
    return new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
      const said = answer === undefined ? echo(one) : answer(one);
      if (said === undefined) return;
      clock.at(clock.now() + 10, () => (said instanceof Error ? reject(said) : resolve(said)));
    });
  };
  const endpoint = new Endpoint(
    {
      name: 'm',
      heart: OPTIONS,
      latencySloMs: Number.POSITIVE_INFINITY,
      queueTimeoutMs: 30_000,
      callTimeoutMs: 60_000,
      groupBy: [],
      dialect: 'http',
      hopId: 'me',
      ...options,
    },
    {
      codec,
      upstream: { callerHeaders: [], aloneHeaders: [], invoke, close: () => Promise.resolve(), ...upstream },
      clock,
      listener: () => {},
      onFault: (thrown) => faults.push(thrown),
    },
  );
  const outcomes: InferenceOutcome[] = [];
  const send = (instance: unknown, headers: CallerHeaders = {}, more: Partial<InferenceRequest> = {}) => {
    const body = Buffer.from(JSON.stringify({ instances: [instance] }));
    const request = { headers: { 'content-type': 'application/json', ...headers }, body, ...more };
    return endpoint.submit(request, (outcome) => void outcomes.push(outcome));
  };
  return { endpoint, clock, seen, outcomes, faults, send };
}

function echo({ text }: Seen): UpstreamReply {
  const { instances } = JSON.parse(text) as { instances: unknown[] };
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify({ predictions: instances })),
  };
}

function codes(outcomes: readonly InferenceOutcome[]): string[] {
  return outcomes.map((outcome) => (outcome.kind === 'failed' ? outcome.error.code : outcome.reply.body.toString()));
}

for (const [name, options, upstream] of [
  ['content-type', {}, {}],
  ['accept', {}, {}],
  ['x-model-build', {}, { callerHeaders: ['x-model-build'] }],
  ['x-tenant', { groupBy: ['x-tenant'] }, {}],
] as const) {
  test(`requests that differ in ${name} do not share a call, those that agree do`, async () => {
    const { clock, seen, send, outcomes } = endpointOver(options, upstream);
    const values = name === 'content-type' ? ['application/json', 'application/json;charset=utf-8'] : ['one', 'two'];
    for (let i = 0; i < 6; i += 1) send(i, { [name]: values[i % 2] });
    await clock.advance(100);
    assert.deepEqual(
      seen.map(({ text }) => text),
      ['{"instances":[0,2,4]}', '{"instances":[1,3,5]}'],
    );
    assert.equal(outcomes.length, 6);
    const forwarded = seen.map(({ call }) => call.headers[name]);
    assert.deepEqual(forwarded, name === 'x-tenant' ? [undefined, undefined] : values);
  });
}

test('a header that the model does not see separates nobody, and is not sent', async () => {
  const { clock, seen, send } = endpointOver();
  for (let i = 0; i < 4; i += 1) send(i, { 'x-request-id': `r${i}`, authorization: `secret ${i}` });
  await clock.advance(100);
  assert.equal(seen.length, 1);
  assert.deepEqual(Object.keys(seen[0]?.call.headers ?? {}).toSorted(), ['content-type', 'x-tidegate-hop']);
});

test('a header that makes a request go alone does, and so does a compressed body, with its encoding', async () => {
  const { clock, seen, send } = endpointOver({}, { aloneHeaders: ['x-session'], callerHeaders: ['x-session'] });
  send('a');
  send('b', { 'x-session': 's' });
  send('c');
  send('d', { 'content-encoding': 'gzip' });
  await clock.advance(100);
  const sent = seen.map(({ call, text }) => [text, call.headers['x-session'], call.headers['content-encoding']]);
  assert.deepEqual(sent, [
    ['{"instances":["a","c"]}', undefined, undefined],
    ['{"instances":["b"]}', 's', undefined],
    ['{"instances":["d"]}', undefined, 'gzip'],
  ]);
});

test('a compressed reply to a joined call is nobody’s answer: each is asked for by itself', async () => {
  const { clock, seen, send, outcomes } = endpointOver({}, {}, (one) => ({
    ...echo(one),
    headers: { 'content-encoding': 'gzip' },
  }));
  send(1);
  send(2);
  await clock.advance(100);
  assert.deepEqual(
    seen.map(({ text }) => text),
    ['{"instances":[1,2]}', '{"instances":[1]}', '{"instances":[2]}'],
  );
  assert.ok(outcomes.every((outcome) => outcome.kind === 'answered' && outcome.reply.headers['content-encoding'] === 'gzip'));
});

test('the request that has passed through is refused, and the hop is passed on behind those before', async () => {
  const { clock, seen, send, outcomes } = endpointOver();
  send(1, { 'x-tidegate-hop': 'other, me' });
  send(2, { 'x-tidegate-hop': 'other' });
  await clock.advance(100);
  assert.deepEqual(codes(outcomes), ['LOOP_DETECTED', '{"predictions":[2]}']);
  assert.equal(seen[0]?.call.headers['x-tidegate-hop'], 'other,me');
});

test('a call that takes longer than its time is aborted and told as MODEL_TIMEOUT, and not sent again', async () => {
  const { clock, seen, send, outcomes } = endpointOver({ callTimeoutMs: 500 }, {}, () => undefined);
  send(1);
  send(2);
  await clock.advance(499);
  assert.equal(outcomes.length, 0);
  await clock.advance(5000);
  assert.deepEqual(codes(outcomes), ['MODEL_TIMEOUT', 'MODEL_TIMEOUT']);
  assert.equal(seen.length, 1);
  assert.equal(seen[0]?.signal.aborted, true);
});

test('when all callers have left the upstream hears of it', async () => {
  const { clock, seen, send } = endpointOver({}, {}, () => undefined);
  const both = [send(1), send(2)];
  await clock.advance(1);
  for (const one of both) one.cancel();
  await clock.advance(1);
  assert.equal(seen[0]?.signal.aborted, true);
});

test('the deadline is the caller’s, counted from arrival; else the endpoint’s; and never beyond the queue’s time', async () => {
  const waits = async (options: Partial<EndpointOptions>, more: Partial<InferenceRequest>): Promise<number> => {
    const { clock, send, outcomes } = endpointOver({ heart: { ...OPTIONS, maxInFlight: 1 }, ...options }, {}, () => undefined);
    await clock.advance(100);
    send('in the way');
    await clock.advance(1);
    const from = clock.now();
    send('waits', {}, more);
    while (outcomes.length === 0) await clock.advance(10);
    assert.equal(outcomes[0]?.kind === 'failed' && outcomes[0].error.code, 'DEADLINE_PASSED');
    return clock.now() - from;
  };
  assert.equal(await waits({}, { timeoutMs: 200 }), 200);
  assert.equal(await waits({}, { timeoutMs: 200, arrivedAt: 51 }), 150);
  assert.equal(await waits({ latencySloMs: 300 }, {}), 300);
  assert.equal(await waits({ latencySloMs: 300 }, { timeoutMs: 100 }), 100);
  assert.equal(await waits({ queueTimeoutMs: 400 }, {}), 400);
  assert.equal(await waits({ queueTimeoutMs: 400 }, { timeoutMs: 9000 }), 400);
});

test('a reply that is too large for a joined call is asked for in halves; alone it is the caller’s error', async () => {
  const big = new UpstreamFailure('tooLarge', 'more than 10 bytes');
  const answer = (one: Seen) => (one.text.includes('huge') || one.text.split(',').length > 2 ? big : echo(one));
  const { clock, send, outcomes } = endpointOver({}, {}, answer);
  for (const instance of ['a', 'b', 'huge', 'c']) send(instance);
  await clock.advance(1000);
  assert.deepEqual(
    codes(outcomes).toSorted(),
    ['MODEL_FAILED', ...['a', 'b', 'c'].map((each) => `{"predictions":["${each}"]}`)].toSorted(),
  );
});

test('a broken connection is tried again, a fault of ours is not, and is reported', async () => {
  const broken = endpointOver({}, {}, () => new UpstreamFailure('broken', 'reset'));
  broken.send(1);
  await broken.clock.advance(5000);
  assert.deepEqual([broken.seen.length, codes(broken.outcomes), broken.faults.length], [3, ['MODEL_FAILED'], 0]);
  const ours = endpointOver({}, {}, () => new TypeError('a bug'));
  ours.send(1);
  await ours.clock.advance(5000);
  assert.deepEqual([ours.seen.length, codes(ours.outcomes), ours.faults.length], [1, ['INTERNAL_FAILURE'], 1]);
});

test('a codec that throws over a request, or gives it a size that is no number, ends that request and no other', async () => {
  const codec = createCodec('kserve-v1');
  const sick = Object.assign(Object.create(codec) as Codec, {
    extract: (message: Message) => {
      const found = codec.extract(message);
      const text = Buffer.from(message.body).toString();
      if (text.includes('throws')) throw new Error('in extract');
      if (!text.includes('nan') || found.kind !== 'items') return found;
      return { ...found, items: found.items.map((item) => ({ ...item, cost: Number.NaN })) };
    },
  });
  const { endpoint, clock, outcomes, faults, send } = endpointOver({}, {}, undefined, sick);
  for (const instance of ['a', 'throws', 'b', 'nan', 'c']) send(instance);
  await clock.advance(100);
  assert.deepEqual(codes(outcomes).toSorted(), [
    'INTERNAL_FAILURE',
    'INTERNAL_FAILURE',
    '{"predictions":["a"]}',
    '{"predictions":["b"]}',
    '{"predictions":["c"]}',
  ]);
  assert.equal(faults.length, 2);
  const { queuedItems, queuedBytes, inFlight } = endpoint.snapshot();
  assert.deepEqual([queuedItems, queuedBytes, inFlight], [0, 0, 0]);
});

test('a priority beyond those that there are is refused, the tenant is what the header of fairBy says', async () => {
  const { clock, outcomes, seen, send } = endpointOver({ fairBy: 'x-tenant', heart: { ...OPTIONS, maxInFlight: 1 } });
  send('first');
  await clock.settle();
  for (const tenant of ['noisy', 'noisy', 'noisy', 'quiet']) send(tenant, { 'x-tenant': tenant });
  send('urgent', {}, { priority: 0 });
  send('no such', {}, { priority: 3 });
  await clock.advance(100);
  assert.deepEqual(
    seen.map(({ text }) => text),
    ['{"instances":["first"]}', '{"instances":["urgent","noisy","quiet","noisy","noisy"]}'],
  );
  assert.deepEqual(
    outcomes.filter(({ kind }) => kind === 'failed').map((outcome) => codes([outcome])[0]),
    ['INVALID_HEADER'],
  );
});
