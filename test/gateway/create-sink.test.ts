import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Compile } from 'typebox/compile';
import { createSink } from '../../src/gateway/create-sink.ts';
import { systemClock } from '../../src/kernel/clock.ts';
import { FailureSinkOptions, KinesisSinkOptions, SinkOptions } from '../../src/sinks/options.ts';
import { deposit } from '../../src/sinks/port.ts';
import { Told } from '../sinks/told.ts';

test('discarded records count as written, until it is closed', async () => {
  const told = new Told();
  const sink = await createSink({ type: 'discard' }, { clock: systemClock, listener: told });
  const record = { partitionKey: 'k', data: Buffer.from('{}') };
  assert.deepEqual(await deposit(sink, record), { kind: 'durable' });
  assert.deepEqual(told.writes, [{ records: 1, bytes: 2, durationMs: 0 }]);
  await sink.close(1000);
  await assert.rejects(deposit(sink, record), { name: 'SinkClosedError' });
});

const KINESIS = { type: 'kinesis', streamName: 'results', maxRecordBytes: 1_048_576, maxRequestBytes: 5_242_880 };

test('only dead letters can be discarded', () => {
  assert.ok(Compile(FailureSinkOptions).Check({ type: 'discard' }), 'as onFailure');
  assert.ok(!Compile(SinkOptions).Check({ type: 'discard' }), 'as sink');
});

test('a stream has a name or an ARN, an address without a password, and records within what Kinesis takes', () => {
  const options = Compile(KinesisSinkOptions);
  const arn = 'arn:aws:kinesis:eu-central-1:123456789012:stream/results';
  for (const right of [{}, { streamName: arn }, { endpointUrl: 'http://127.0.0.1:4567' }, { maxRecordBytes: 10_485_760 }])
    assert.ok(options.Check({ ...KINESIS, ...right }), JSON.stringify(right));
  const wrong = [
    { streamName: 'a/b' },
    { streamName: '' },
    { streamName: 'arn:aws:sqs:eu-central-1:123456789012:queue' },
    { endpointUrl: 'http://user:secret@host' },
    { maxRecordBytes: 10_485_761 },
    { maxRequestBytes: 0 },
    { more: 1 },
  ];
  for (const one of wrong) assert.ok(!options.Check({ ...KINESIS, ...one }), JSON.stringify(one));
});
