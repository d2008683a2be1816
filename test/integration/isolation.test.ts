import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { Agent, fetch } from 'undici';
import type { UserConfig } from '../../src/config/index.ts';
import { metric, metricSum, startTestGateway } from '../support/gateway.ts';
import { type KserveModel, type Says, serveModel } from '../support/kserve-model.ts';

interface Answered {
  readonly status: number;
  readonly type: string | null;
  readonly timing: string;
  readonly text: string;
}

async function startOver(context: TestContext, model: KserveModel, endpoint: Partial<UserConfig['endpoints'][string]> = {}) {
  const gateway = await startTestGateway({
    endpoints: {
      m: {
        upstream: { type: 'http', url: model.url },
        codec: { name: 'kserve-v1' },
        batching: { maxInFlight: 1 },
        ...endpoint,
      },
    },
  });
  const agent = new Agent();
  context.after(async () => {
    await agent.destroy();
    await gateway.stop();
  });
  const post = async (instance: unknown, signal?: AbortSignal): Promise<Answered> => {
    const reply = await fetch(`${gateway.url}/invocations`, {
      method: 'POST',
      body: JSON.stringify({ instances: [instance] }),
      headers: { 'content-type': 'application/json' },
      dispatcher: agent,
      ...(signal === undefined ? {} : { signal }),
    });
    const { status, headers } = reply;
    return {
      status,
      type: headers.get('x-amzn-errortype'),
      timing: headers.get('server-timing') ?? '',
      text: await reply.text(),
    };
  };
  /** All these wait while one call is under way, so that they share the next. */
  const postTogether = async (instances: readonly unknown[], then = (): void => {}): Promise<Answered[]> => {
    const before = model.calls.length;
    const first = post('held');
    await until(() => model.calls.length > before);
    const all = Promise.all(instances.map((instance) => post(instance)));
    await until(async () => (await metric(gateway, 'tidegate_queue_depth{endpoint="m"}')) === instances.length);
    model.letGo();
    assert.equal((await first).status, 200);
    then();
    return all;
  };
  return { gateway, post, postTogether };
}

function numbered(count: number, culprits: readonly number[] = []): (string | number)[] {
  return Array.from({ length: count }, (_, index) => (culprits.includes(index) ? `poison ${index}` : index));
}

/** Says of each answer whether it is the caller's own, or its error. */
function assertOwnAnswers(answers: readonly Answered[], instances: readonly unknown[], status: number): number {
  let refused = 0;
  answers.forEach((answer, index) => {
    const instance = instances[index];
    if (typeof instance !== 'string') {
      assert.deepEqual([answer.status, answer.text], [200, JSON.stringify({ predictions: [instance] })]);
      return;
    }
    refused += 1;
    const error = JSON.parse(answer.text) as Record<string, unknown>;
    assert.deepEqual([answer.status, answer.type], [424, 'ModelError']);
    assert.deepEqual([error['OriginalStatusCode'], error['OriginalMessage']], [status, `{"error":"${instance}"}`]);
  });
  return refused;
}

/** Refuses whole calls, and says because of which item. */
function poisoned(status: number): Says {
  return (instances, response) => {
    const culprit = instances.find((instance) => typeof instance === 'string' && instance.startsWith('poison'));
    if (culprit === undefined) return undefined;
    response.statusCode = status;
    return response.end(JSON.stringify({ error: culprit }));
  };
}

for (const status of [400, 500]) {
  for (const culprit of [0, 13, 31]) {
    test(`a poison item in place ${culprit} of 32 that is answered ${status} costs nobody else anything, and at most 10 calls`, async (context) => {
      const model = await serveModel(context, poisoned(status));
      const { gateway, postTogether } = await startOver(context, model);
      const instances = numbered(32, [culprit]);
      const answers = await postTogether(instances);
      assert.equal(assertOwnAnswers(answers, instances, status), 1);
      const sizes = model.calls.map((call) => call.length);
      assert.deepEqual(sizes.slice(0, 2), [1, 32]);
      assert.ok(sizes.length - 2 <= 10, `calls of ${sizes.join(', ')}`);
      assert.match(answers[culprit]?.timing ?? '', /batch;desc="size=1 reason=isolation", calls;desc="count=\d+ trouble=\w+"$/);
      assert.equal(await metric(gateway, 'tidegate_isolations_total{endpoint="m",outcome="found"}'), 1);
      assert.equal(await metric(gateway, 'tidegate_breaker_state{endpoint="m"}'), 0);
    });
  }
  test(`three poison items of 32 that are answered ${status} leave 29 answers`, async (context) => {
    const model = await serveModel(context, poisoned(status));
    const { postTogether } = await startOver(context, model);
    const instances = numbered(32, [3, 17, 18]);
    assert.equal(assertOwnAnswers(await postTogether(instances), instances, status), 3);
    assert.ok(model.calls.length <= 32, `${model.calls.length} calls`);
  });
}

test('a batch of nothing but poison is told so, item by item, in little more than singles', async (context) => {
  const model = await serveModel(context, poisoned(400), 1);
  const { postTogether } = await startOver(context, model);
  const instances = numbered(
    32,
    Array.from({ length: 32 }, (_, index) => index),
  );
  assert.equal(assertOwnAnswers(await postTogether(instances), instances, 400), 32);
  assert.ok(model.calls.length <= 55, `${model.calls.length} calls`);
});

test('a model that refuses every call above 8 items answers all, and later calls keep to 8', async (context) => {
  const model = await serveModel(context, (instances, response) => {
    if (instances.length <= 8) return undefined;
    response.statusCode = 400;
    return response.end('{"error":"CUDA out of memory"}');
  });
  const { gateway, postTogether } = await startOver(context, model);
  assert.equal(assertOwnAnswers(await postTogether(numbered(32)), numbered(32), 0), 0);
  const learned = model.calls.length;
  assert.ok(learned <= 10, `calls of ${model.calls.map((call) => call.length).join(', ')}`);
  assert.equal(assertOwnAnswers(await postTogether(numbered(64)), numbered(64), 0), 0);
  const later = model.calls.slice(learned).map((call) => call.length);
  assert.deepEqual(later, [1, 8, 8, 8, 8, 8, 8, 8, 8]);
  assert.equal(await metric(gateway, 'tidegate_batch_size_cap{endpoint="m"}'), 8);
  assert.equal(await metric(gateway, 'tidegate_isolations_total{endpoint="m",outcome="capped"}'), 1);
});

const echoed = (instances: readonly unknown[]): string => JSON.stringify({ predictions: instances });
const ODD_REPLIES: Readonly<Record<string, Says>> = {
  'one short': (instances, response) => response.end(echoed(instances.slice(1))),
  'one long': (instances, response) => response.end(echoed([...instances, 'extra'])),
  'nested once more': (instances, response) => response.end(echoed([instances])),
  truncated: (instances, response) => response.end(echoed(instances).slice(0, -4)),
  'broken off': (instances, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    return response.write(echoed(instances), () => response.destroy());
  },
  HTML: (_, response) => response.setHeader('content-type', 'text/html').end('<html>It works!</html>'),
  empty: (_, response) => response.end(),
  'an error object': (_, response) => response.end('{"error":"could not batch"}'),
};

for (const [name, says] of Object.entries(ODD_REPLIES)) {
  test(`a reply to a batch that is ${name} reaches nobody: every caller gets its own answer`, async (context) => {
    const odd: Says = (instances, ...rest) => (instances.length === 1 ? undefined : says(instances, ...rest));
    const model = await serveModel(context, odd, 1);
    const { gateway, postTogether } = await startOver(context, model);
    assert.equal(assertOwnAnswers(await postTogether(numbered(16)), numbered(16), 0), 0);
    // Again and again: from now on singly, for a while.
    assert.equal(assertOwnAnswers(await postTogether(numbered(16)), numbered(16), 0), 0);
    const learned = model.calls.length;
    assert.equal(assertOwnAnswers(await postTogether(numbered(16)), numbered(16), 0), 0);
    assert.deepEqual(
      model.calls.slice(learned).filter((call) => call.length > 1),
      [],
    );
    assert.equal(await metric(gateway, 'tidegate_isolations_total{endpoint="m",outcome="singles"}'), 1);
  });
}

test('of a third of the clients that vanish while queued none is computed', async (context) => {
  const model = await serveModel(context);
  const { gateway, post } = await startOver(context, model);
  const first = post('held');
  await until(() => model.calls.length === 1);
  const leave = new AbortController();
  const vanish = (index: number): boolean => index % 3 === 0;
  const all = numbered(30).map((instance, index) => post(instance, vanish(index) ? leave.signal : undefined));
  const settled = Promise.allSettled(all);
  await until(async () => (await metric(gateway, 'tidegate_queue_depth{endpoint="m"}')) === 30);
  leave.abort();
  await until(async () => (await metric(gateway, 'tidegate_queue_depth{endpoint="m"}')) === 20);
  model.letGo();
  await first;
  (await settled).forEach((outcome, index) => assert.equal(outcome.status, vanish(index) ? 'rejected' : 'fulfilled'));
  const computed = model.calls.slice(1).flat();
  assert.deepEqual(
    computed,
    numbered(30).filter((_, index) => !vanish(index)),
  );
  assert.equal(await metric(gateway, 'tidegate_cancelled_total{endpoint="m",stage="queued"}'), 10);
});

test('expired credentials are told to all who wait by one call, and nothing is searched for', async (context) => {
  const environment = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'us-east-1' };
  const before = { ...process.env };
  Object.assign(process.env, environment);
  context.after(() => Object.assign(process.env, before));
  let expired = false;
  const model = await serveModel(context, (_, response) => {
    if (!expired) return undefined;
    response.setHeader('x-amzn-errortype', 'ExpiredTokenException');
    response.statusCode = 403;
    return response.end('{"message":"The security token included in the request is expired"}');
  });
  const upstream = { type: 'sagemaker', endpointName: 'ep', region: 'us-east-1', endpointUrl: model.url } as const;
  const { gateway, postTogether } = await startOver(context, model, { upstream });
  const answered = postTogether(numbered(32), () => {
    expired = true;
  });
  for (const { status, type, text } of await answered) {
    const { code, Message } = JSON.parse(text) as Record<string, unknown>;
    assert.deepEqual([status, type, code], [403, 'ExpiredTokenException', 'ENDPOINT_REFUSED']);
    assert.equal(Message, 'The security token included in the request is expired');
  }
  assert.deepEqual(
    model.calls.map((call) => call.length),
    [1, 32],
  );
  assert.equal(await metricSum(gateway, 'tidegate_isolations_total'), 0);
});

test('while the endpoint is down nothing is ready; when it is back those who waited are answered', async (context) => {
  let down = true;
  const model = await serveModel(context, (_instances, _response, request) => (down ? request.socket.destroy() : undefined), 1);
  const { gateway, post } = await startOver(context, model);
  const ready = async (): Promise<number> => (await fetch(`${gateway.url}/readyz`)).status;
  assert.equal(await ready(), 200);
  const waiting = numbered(12).map((instance) => post(instance));
  await until(async () => (await ready()) === 503);
  assert.equal(await metricSum(gateway, 'tidegate_breaker_state'), 2);
  down = false;
  const answers = await Promise.all(waiting);
  assert.equal(assertOwnAnswers(answers, numbered(12), 0), 0);
  assert.match(answers[0]?.timing ?? '', /calls;desc="count=\d+ trouble=failed"/);
  assert.equal(await ready(), 200);
  assert.equal(await metricSum(gateway, 'tidegate_breaker_state'), 0);
});

/** Asks until it is so; the test runner's own time-out is the limit. */
async function until(so: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await so())) await new Promise((resolve) => setImmediate(resolve));
}
