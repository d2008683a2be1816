import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pino } from 'pino';
import { TidegateError } from '../../src/kernel/errors.ts';
import { Metrics } from '../../src/telemetry/metrics.ts';
import { requestListener } from '../../src/telemetry/request-listener.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

function listening(accessLog: 'off' | 'errors' | 'all') {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({}, { write: (line: string) => lines.push(JSON.parse(line) as Record<string, unknown>) });
  const clock = new VirtualClock();
  const metrics = new Metrics(() => [], '0');
  return { lines, clock, metrics, listen: requestListener(metrics, logger, clock, accessLog) };
}

const answered = { door: 'http', endpoint: 'm', requestId: 'r1', status: 200, durationMs: 12.34 } as const;
const original = { statusCode: 400, message: 'your text was: SECRET PAYLOAD' };
const refused = {
  ...answered,
  status: 424,
  error: new TidegateError('MODEL_REFUSED', 'Received client error (400) … SECRET PAYLOAD', { original }),
  story: { queueMs: 1, heldMs: 0.5, upstreamMs: 2, batchSize: 3, reason: 'slot', calls: 2, trouble: 'refused' },
} as const;

test('off writes nothing, errors only what failed, all everything', () => {
  const counts = (['off', 'errors', 'all'] as const).map((accessLog) => {
    const { lines, listen } = listening(accessLog);
    listen(answered);
    listen(refused);
    return lines.length;
  });
  assert.deepEqual(counts, [0, 1, 2]);
});

test('a line says what happened by codes and figures, never by what the caller or the model wrote', () => {
  const { lines, listen } = listening('errors');
  listen(refused);
  assert.ok(!JSON.stringify(lines).includes('SECRET'));
  const { door, endpoint, requestId, status, code, originalStatus, batchSize, reason } = lines[0] ?? {};
  assert.deepEqual(
    { door, endpoint, requestId, status, code, originalStatus, batchSize, reason },
    {
      door: 'http',
      endpoint: 'm',
      requestId: 'r1',
      status: 424,
      code: 'MODEL_REFUSED',
      originalStatus: 400,
      batchSize: 3,
      reason: 'slot',
    },
  );
});

test('errors are rate-limited, and the next line says how many were not written', async () => {
  const { lines, clock, listen } = listening('errors');
  for (let i = 0; i < 1000; i += 1) listen(refused);
  assert.equal(lines.length, 10);
  await clock.advance(1000);
  listen(refused);
  assert.deepEqual([lines.length, lines.at(-1)?.['suppressed']], [11, 990]);
});

test('every request is counted, whether or not it is logged', async () => {
  const { metrics, listen } = listening('off');
  for (const event of [answered, answered, refused]) listen(event);
  const text = await metrics.registry.metrics();
  assert.match(text, /^tidegate_requests_total\{door="http",endpoint="m",code="200"\} 2$/m);
  assert.match(text, /^tidegate_requests_total\{door="http",endpoint="m",code="424"\} 1$/m);
  assert.match(text, /^tidegate_request_duration_seconds_count\{door="http",endpoint="m"\} 3$/m);
});
