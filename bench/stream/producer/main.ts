import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { testClient } from '../../../test/support/kinesis/operator.ts';
import { percentiles } from '../../statistics/percentiles.ts';
import { putAll } from '../prefill.ts';
import { dueTimes, type Phase } from './phases.ts';

/** A producer in a process of its own: an open loop, which puts each record when it is due, whatever became of those before. */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    stream: { type: 'string', default: '' },
    phases: { type: 'string', default: '[]' },
    'start-at': { type: 'string', default: '0' },
  },
});

const TICK_MS = 20;
const PER_CALL = 500;

const startAt = Number(values['start-at']);
const records = dueTimes(JSON.parse(values.phases) as Phase[]).map((due, id) => ({ id, dueAt: Math.round(startAt + due) }));
const client = testClient(values.url);
const lags: number[] = [];
const puts: Promise<void>[] = [];

for (let next = 0; next < records.length; ) {
  const now = Date.now();
  const end = records.findIndex(({ dueAt }, index) => index >= next && dueAt > now);
  const due = records.slice(next, Math.min(next + PER_CALL, end < 0 ? records.length : end));
  if (due.length === 0) await pause(TICK_MS);
  else {
    next += due.length;
    puts.push(
      putAll(client, values.stream, due).then(() => {
        for (const { dueAt } of due) lags.push(Date.now() - dueAt);
      }),
    );
  }
}
await Promise.all(puts);
process.stdout.write(JSON.stringify({ sent: records.length, lag: percentiles(lags) }));
client.destroy();
