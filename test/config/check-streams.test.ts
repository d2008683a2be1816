import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveConfig } from '../../src/config/index.ts';
import { ONE_ENDPOINT, parse, problemsOf } from './parse.ts';

const SINKS = 'sink: { type: stdout }, onFailure: { type: discard }';

function stream(source: string, more = `endpoint: one, ${SINKS}`): string {
  return `${ONE_ENDPOINT}streams:\n  s: { source: { type: kinesis, streamName: tickets, ${source} }, ${more} }\n`;
}

test('a stream has its defaults', () => {
  const { streams } = resolveConfig(parse(stream('region: us-east-1')));
  assert.deepEqual(streams?.['s'], {
    source: {
      type: 'kinesis',
      streamName: 'tickets',
      region: 'us-east-1',
      consumer: 'polling',
      startingPosition: 'TRIM_HORIZON',
      failoverMs: 10_000,
      handOff: 'auto',
      checkpointMs: 5000,
      idleMs: 1000,
      maxBufferedBytes: 67_108_864,
    },
    endpoint: 'one',
    request: { contentType: 'application/json', lines: false },
    result: { includeInput: false },
    sink: { type: 'stdout' },
    onFailure: { type: 'discard' },
    maximumRetryAttempts: 3,
    maximumRecordAgeInSeconds: -1,
    ordering: 'partition-key',
  });
});

for (const [what, text, said] of [
  [
    'an endpoint that is not there',
    stream('', `endpoint: on, ${SINKS}`),
    /streams\.s\.endpoint: expected one, found "on" \(did you mean one\?\)/,
  ],
  [
    'no place for what fails',
    stream('', 'endpoint: one, sink: { type: stdout }'),
    /streams\.s\.onFailure: expected .*found nothing/,
  ],
  [
    'results that are thrown away',
    stream('', 'endpoint: one, sink: { type: discard }, onFailure: { type: discard }'),
    /streams\.s\.sink\.type: expected one of kinesis, jsonl, stdout, found "discard"/,
  ],
  [
    'a consumer that there is not',
    stream('consumer: fan-out'),
    /streams\.s\.source\.consumer: expected .*polling.*, found "fan-out"/,
  ],
  [
    'a consumer name without fan-out',
    stream('consumerName: ours'),
    /streams\.s\.source\.consumerName: expected consumer: enhanced-fan-out beside it, found "polling"/,
  ],
  [
    'a consumer name that is none',
    stream('consumer: enhanced-fan-out, consumerName: "our own"'),
    /consumerName: expected the name of a registered consumer of a Kinesis stream/,
  ],
  [
    'one registered consumer of two streams that read the same',
    `${stream('consumer: enhanced-fan-out, region: us-east-1')}  other: { source: { type: kinesis, streamName: tickets, consumer: enhanced-fan-out, consumerName: tidegate-s }, endpoint: one, ${SINKS} }\n`,
    /streams\.other\.source\.consumerName: expected another consumer than that of `s`, found "tidegate-s"/,
  ],
  [
    'a time without AT_TIMESTAMP',
    stream('startingTimestamp: "2026-11-27T08:00:00Z"'),
    /startingTimestamp: expected startingPosition: AT_TIMESTAMP beside it/,
  ],
  [
    'AT_TIMESTAMP without a time',
    stream('startingPosition: AT_TIMESTAMP'),
    /startingTimestamp: expected a time to begin at, found nothing/,
  ],
  [
    'a time that is none',
    stream('startingPosition: AT_TIMESTAMP, startingTimestamp: "2026-13-27T08:00:00Z"'),
    /startingTimestamp: expected a time that there is/,
  ],
  [
    'results in the stream that is read',
    stream('', 'endpoint: one, sink: { type: kinesis, streamName: tickets, region: us-east-1 }, onFailure: { type: discard }'),
    /streams\.s\.sink\.streamName: expected another stream than the source, found "tickets"/,
  ],
  [
    'dead letters in the stream that is read',
    stream('', 'endpoint: one, sink: { type: stdout }, onFailure: { type: kinesis, streamName: tickets }'),
    /streams\.s\.onFailure\.streamName: expected another stream than the source, found "tickets"/,
  ],
  [
    'dead letters among the results',
    stream('', 'endpoint: one, sink: { type: jsonl, path: a.jsonl }, onFailure: { type: jsonl, path: a.jsonl }'),
    /streams\.s\.onFailure\.path: expected another place than that of the results, found "a\.jsonl"/,
  ],
  [
    'one lease table of two streams',
    `${stream('leaseTable: tidegate-other')}  other: { source: { type: kinesis, streamName: others }, endpoint: one, ${SINKS} }\n`,
    /streams\.other\.source\.leaseTable: expected another table than that of `s`, found "tidegate-other"/,
  ],
  [
    'a pointer that is none',
    stream('', `endpoint: one, result: { id: id }, ${SINKS}`),
    /streams\.s\.result\.id: expected a JSON Pointer/,
  ],
  [
    'no stream',
    `${ONE_ENDPOINT}streams:\n  s: { source: { type: kinesis }, endpoint: one, ${SINKS} }\n`,
    /streams\.s\.source\.streamName: expected the name of a Kinesis stream, or its ARN, found nothing/,
  ],
] as const) {
  test(`refused with its place: ${what}`, () => {
    const problems = problemsOf(text);
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', said);
  });
}

test('a stream of the same name in another region is another one', () => {
  const sink = 'sink: { type: kinesis, streamName: tickets, region: eu-west-1 }, onFailure: { type: discard }';
  assert.deepEqual(problemsOf(stream('region: us-east-1', `endpoint: one, ${sink}`)), []);
});

test('streams that read two sources, or one by two consumers, may fan out', () => {
  const other = (source: string): string =>
    `  other: { source: { type: kinesis, consumer: enhanced-fan-out, ${source} }, endpoint: one, ${SINKS} }\n`;
  const one = stream('consumer: enhanced-fan-out, consumerName: ours');
  assert.deepEqual(problemsOf(one + other('streamName: others, consumerName: ours')), []);
  assert.deepEqual(problemsOf(one + other('streamName: tickets, consumerName: theirs')), []);
});
