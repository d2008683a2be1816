import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { Agent, fetch } from 'undici';
import type { UserConfig } from '../../src/config/index.ts';
import { metric, startTestGateway } from '../support/gateway.ts';
import { type Says, serveModel } from '../support/kserve-model.ts';
import { recordSpans } from '../support/recorded-spans.ts';

const recorded = recordSpans();

/** What a caller says of the trace that it is in. */
interface Parent {
  readonly traceId: string;
  readonly spanId: string;
  readonly headers: Record<string, string>;
}

function parent(flags = '01'): Parent {
  const [traceId, spanId] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')];
  return { traceId, spanId, headers: { traceparent: `00-${traceId}-${spanId}-${flags}`, tracestate: 'vendor=x' } };
}

type Endpoint = Partial<UserConfig['endpoints'][string]>;

/** A traced gateway over a model; `received` has the headers of each call. */
async function traced(
  context: TestContext,
  says: Says = () => undefined,
  endpoint: Endpoint = {},
  forwardHeaders: string[] = [],
) {
  recorded.forget();
  const received: Record<string, unknown>[] = [];
  const model = await serveModel(context, (instances, response, request) => {
    received.push(request.headers);
    return says(instances, response, request);
  });
  const gateway = await startTestGateway({
    telemetry: { traces: { exporter: 'global' } },
    endpoints: {
      m: {
        upstream: { type: 'http', url: `${model.url}/v1/m`, forwardHeaders },
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
  const post = async (instance: unknown, headers: Record<string, string> = {}, signal?: AbortSignal) => {
    const init = { method: 'POST', body: JSON.stringify({ instances: [instance] }), dispatcher: agent };
    const given = { 'content-type': 'application/json', ...headers };
    const reply = await fetch(`${gateway.url}/endpoints/m/invocations?q=1`, {
      ...init,
      headers: given,
      ...(signal && { signal }),
    });
    await reply.arrayBuffer();
    return reply;
  };
  /** All these wait while one call is under way, so that they share the next. */
  const postTogether = async (requests: readonly (readonly [unknown, Parent | undefined])[]) => {
    const first = post('held', { traceparent: parent('00').headers['traceparent'] ?? '' });
    await until(() => model.calls.length === 1);
    const all = requests.map(([instance, from]) => post(instance, from?.headers));
    await until(async () => (await metric(gateway, 'tidegate_queue_depth{endpoint="m"}')) === requests.length);
    model.letGo();
    await first;
    return Promise.all(all);
  };
  return { gateway, model, received, post, postTogether };
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await pause(2);
}

const requests = (): ReadableSpan[] => recorded.spans().filter(({ kind }) => kind === SpanKind.SERVER);
const calls = (): ReadableSpan[] => recorded.spans().filter(({ kind }) => kind === SpanKind.CLIENT);

function requestIn({ traceId }: Parent): ReadableSpan {
  const span = requests().find((each) => each.spanContext().traceId === traceId);
  assert.ok(span !== undefined, 'no span of the request');
  return span;
}

function linked(span: ReadableSpan): string[] {
  return span.links.map(({ context }) => context.spanId).toSorted();
}

function ids(spans: readonly ReadableSpan[]): string[] {
  return spans.map((span) => span.spanContext().spanId).toSorted();
}

test('a request alone: its span is the caller’s child, the call’s span its own child, and the model gets that one’s traceparent', async (context) => {
  const { post, received } = await traced(context);
  const caller = parent();
  const reply = await post(1, caller.headers);
  await until(() => requests().length === 1);
  const [request, call] = [requestIn(caller), calls()[0]];
  assert.equal(request.parentSpanContext?.spanId, caller.spanId);
  assert.equal(request.name, 'POST /endpoints/:name/invocations');
  assert.deepEqual([call?.spanContext().traceId, call?.parentSpanContext?.spanId], [caller.traceId, ids([request])[0]]);
  assert.equal(received[0]?.['traceparent'], `00-${caller.traceId}-${call?.spanContext().spanId}-01`);
  assert.equal(received[0]?.['tracestate'], 'vendor=x');
  const {
    'tidegate.queue.duration': queue,
    'tidegate.held.duration': held,
    'tidegate.call.duration': duration,
    ...rest
  } = request.attributes;
  assert.ok(Number(held) <= Number(queue), 'held no longer than it waited');
  assert.deepEqual(rest, {
    'http.request.method': 'POST',
    'http.route': '/endpoints/:name/invocations',
    'url.path': '/endpoints/m/invocations',
    'url.scheme': 'http',
    'user_agent.original': 'undici',
    'http.response.status_code': 200,
    'tidegate.endpoint': 'm',
    'tidegate.request.id': reply.headers.get('x-amzn-requestid'),
    'tidegate.call.count': 1,
    'tidegate.batch.size': 1,
    'tidegate.batch.reason': 'slot',
  });
  assert.ok(Number(queue) < 1 && Number(duration) >= 0.019 && Number(duration) < 2, `${String(queue)} ${String(duration)} s`);
  const { hrTime, endTime } = { hrTime: request.startTime, endTime: request.endTime };
  assert.ok(Math.abs(hrTime[0] - Date.now() / 1000) < 60 && endTime[0] >= hrTime[0], 'a time of now');
});

test('a batch: one span, linked to those of all its requests and they to it, child of the first that is sampled', async (context) => {
  const { postTogether, received, model } = await traced(context);
  const [unsampled, ...callers] = [parent('00'), parent(), parent()];
  await postTogether([[1, unsampled], ...callers.map((each, index) => [index + 2, each] as const)]);
  await until(() => requests().length === 2);
  assert.equal(model.calls[1]?.length, 3);
  const [call, ...more] = calls();
  assert.ok(call !== undefined && more.length === 0, 'one span of a call: the first one’s request is not sampled');
  const spans = callers.map(requestIn);
  assert.equal(call.links.length, 3);
  assert.ok(
    ids(spans).every((id) => linked(call).includes(id)),
    'linked to both',
  );
  for (const span of spans) assert.deepEqual(linked(span), ids([call]));
  assert.equal(call.spanContext().traceId, callers[0]?.traceId);
  assert.match(String(received[1]?.['traceparent']), new RegExp(`^00-${callers[0]?.traceId}-${call.spanContext().spanId}-01$`));
  const { 'server.port': port, 'url.full': url, 'tidegate.batch.bytes': bytes, ...rest } = call.attributes;
  assert.ok(Number(port) > 0 && Number(bytes) > 0 && String(url).endsWith('/v1/m'), `${String(port)} ${String(url)}`);
  assert.equal(call.name, 'POST /v1/m');
  assert.deepEqual(rest, {
    'http.request.method': 'POST',
    'http.response.status_code': 200,
    'server.address': '127.0.0.1',
    'tidegate.batch.size': 3,
    'tidegate.batch.requests': 3,
    'tidegate.batch.reason': 'slot',
    'tidegate.batch.cost': 3,
    'tidegate.call.ending': 'ok',
  });
});

for (const forwardHeaders of [[], ['traceparent', 'tracestate']]) {
  test(`callers’ trace headers do not keep requests apart, where ${forwardHeaders.length} of them are forwarded`, async (context) => {
    const { postTogether, model, received } = await traced(context, undefined, {}, forwardHeaders);
    const callers = [parent(), parent()];
    await postTogether(callers.map((each, index) => [index, each] as const));
    assert.deepEqual(
      model.calls.map((call) => call.length),
      [1, 2],
    );
    assert.ok(!callers.some(({ spanId }) => String(received[1]?.['traceparent']).includes(spanId)), 'the call’s own');
  });
}

test('a search for a poison item: each call has a span, linked to who was in it', async (context) => {
  const { postTogether } = await traced(context, poisoned(400));
  const callers = Array.from({ length: 8 }, () => parent());
  const replies = await postTogether(callers.map((each, index) => [index === 5 ? 'poison' : index, each] as const));
  await until(() => requests().length === 8);
  assert.equal(replies.filter(({ status }) => status === 424).length, 1);
  const [whole, ...search] = calls();
  assert.equal(whole?.links.length, 8);
  assert.ok(search.length >= 3, `${search.length} calls`);
  for (const call of calls()) {
    const inIt = requests().filter((request) => linked(request).includes(ids([call])[0] ?? ''));
    assert.deepEqual(linked(call), ids(inIt));
    assert.equal(call.attributes['tidegate.batch.requests'], inIt.length);
    assert.equal(
      call.status.code,
      call.attributes['tidegate.call.ending'] === 'ok' ? SpanStatusCode.UNSET : SpanStatusCode.ERROR,
    );
  }
  assert.ok(
    search.every(({ attributes }) => attributes['tidegate.batch.reason'] === 'isolation'),
    'by reason',
  );
  const culprit = requestIn(callers[5] ?? parent());
  const { 'tidegate.call.count': count, 'tidegate.call.trouble': trouble, 'tidegate.error.code': code } = culprit.attributes;
  assert.deepEqual([count, trouble, code], [linked(culprit).length, 'refused', 'MODEL_REFUSED']);
  // By the conventions of HTTP a 4xx is no error of the server.
  assert.deepEqual([culprit.status.code, culprit.attributes['error.type']], [SpanStatusCode.UNSET, undefined]);
  const [failed] = calls().filter(({ attributes }) => attributes['tidegate.call.ending'] === 'refused');
  assert.deepEqual([failed?.attributes['error.type'], failed?.attributes['http.response.status_code']], ['400', 400]);
});

test('a call that is made once more: two spans, the request linked to both', async (context) => {
  let times = 0;
  const { post } = await traced(context, (_, response) => {
    times += 1;
    return times === 1 ? response.destroy() : undefined;
  });
  const caller = parent();
  assert.equal((await post(1, caller.headers)).status, 200);
  await until(() => requests().length === 1);
  const [broken, good] = calls();
  assert.deepEqual([broken?.attributes['tidegate.call.ending'], broken?.attributes['error.type']], ['failed', 'failed']);
  assert.equal(broken?.attributes['http.response.status_code'], undefined);
  assert.deepEqual([broken?.status.code, good?.status.code], [SpanStatusCode.ERROR, SpanStatusCode.UNSET]);
  assert.deepEqual(linked(requestIn(caller)), ids(calls()));
  assert.equal(requestIn(caller).attributes['tidegate.call.count'], 2);
});

test('what the caller says is not sampled leaves no span, and the model is told so', async (context) => {
  const { post, received } = await traced(context);
  const caller = parent('00');
  await post(1, caller.headers);
  assert.match(String(received[0]?.['traceparent']), new RegExp(`^00-${caller.traceId}-[\\da-f]{16}-00$`));
  await pause(20);
  assert.deepEqual(recorded.spans(), []);
});

for (const traceparent of [
  '',
  '00-x-y-01',
  `00-${'0'.repeat(32)}-${'1'.repeat(16)}-01`,
  `ff-${'a'.repeat(32)}-${'1'.repeat(16)}-01`,
  'a'.repeat(5000),
]) {
  test(`a traceparent that is none is ignored: "${traceparent.slice(0, 60)}"`, async (context) => {
    const { post } = await traced(context);
    assert.equal((await post(1, { traceparent, tracestate: 'a=b' })).status, 200);
    await until(() => requests().length === 1);
    assert.equal(requests()[0]?.parentSpanContext, undefined);
  });
}

test('refusals: a 4xx is no error of the span, a 5xx is, with its code; none has a link, as there was no call', async (context) => {
  const { post, gateway, model } = await traced(context);
  await post(1, { 'x-tidegate-priority': 'high' });
  await fetch(`${gateway.url}/endpoints/none/invocations`, { method: 'POST' });
  const holding = post('held', parent('00').headers);
  await until(() => model.calls.length === 1);
  await post(2, { 'x-tidegate-timeout-ms': '30' });
  model.letGo();
  await holding;
  await until(() => requests().length === 3);
  const seen = requests().map(({ attributes, status, links }) => [
    attributes['tidegate.endpoint'],
    attributes['http.response.status_code'],
    attributes['tidegate.error.code'],
    attributes['error.type'],
    status.code,
    links.length,
  ]);
  assert.deepEqual(seen, [
    ['m', 400, 'INVALID_HEADER', undefined, SpanStatusCode.UNSET, 0],
    ['unknown', 400, 'UNKNOWN_ENDPOINT', undefined, SpanStatusCode.UNSET, 0],
    ['m', 504, 'DEADLINE_PASSED', 'DEADLINE_PASSED', SpanStatusCode.ERROR, 0],
  ]);
});

test('a caller that leaves ends its span without a status; the call that nobody waits for is no error', async (context) => {
  const { post, model } = await traced(context);
  const leaving = new AbortController();
  const caller = parent();
  const gone = post('held', caller.headers, leaving.signal).catch(() => 'left');
  await until(() => model.calls.length === 1);
  leaving.abort();
  assert.equal(await gone, 'left');
  await until(() => requests().length === 1 && calls().length === 1);
  const { attributes, status } = requestIn(caller);
  assert.deepEqual(
    [attributes['tidegate.client.left'], attributes['http.response.status_code'], status.code],
    [true, undefined, SpanStatusCode.UNSET],
  );
  assert.deepEqual([calls()[0]?.attributes['tidegate.call.ending'], calls()[0]?.status.code], ['aborted', SpanStatusCode.UNSET]);
});

test('where an instrumentation of the HTTP client tells the model its place in the trace, the gateway does not, too', async (context) => {
  const { post, received } = await traced(context);
  const listening = (): void => {};
  subscribe('undici:request:create', listening);
  await post(1, parent().headers);
  unsubscribe('undici:request:create', listening);
  assert.equal(received[0]?.['traceparent'], undefined);
  await post(2, parent().headers);
  assert.match(String(received[1]?.['traceparent']), /^00-/);
});

/** Refuses whole calls with a poison item in them. */
function poisoned(status: number): Says {
  return (instances, response) => {
    if (!instances.includes('poison')) return undefined;
    response.statusCode = status;
    return response.end('{"error":"poison"}');
  };
}
