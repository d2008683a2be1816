import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeartEvent } from '../../../src/batching/events.ts';
import { type Ended, EndpointHealth } from '../../../src/batching/isolation/endpoint-health.ts';
import type { CallEnding } from '../../../src/batching/port.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const ERROR = new Error('what the endpoint said');

/** An endpoint's health in virtual time, where chance always says 0: it is open for half of its time, and pauses are nil. */
class Subject {
  readonly clock = new VirtualClock();
  readonly events: HeartEvent[] = [];
  readonly health: EndpointHealth;

  constructor() {
    this.clock.random = () => 0;
    this.health = new EndpointHealth(this.clock, (event) => this.events.push(event));
  }

  get now(): number {
    return this.clock.now();
  }

  ends(call: CallEnding, how: Partial<Ended> & { readonly retryAfterMs?: number } = {}): ReturnType<EndpointHealth['ended']> {
    const { retryAfterMs, ...rest } = how;
    const outcomes = [{ kind: 'failed' as const, error: ERROR }];
    const report = { call, outcomes, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
    return this.health.ended({ report, probe: undefined, excused: false, sentAt: this.now, crowded: false, ...rest }, this.now);
  }

  mayCall(): ReturnType<EndpointHealth['mayCall']> {
    return this.health.mayCall(this.now);
  }

  /** Sends a probe that ends so. */
  async probe(call: CallEnding): Promise<ReturnType<EndpointHealth['ended']>> {
    const may = this.mayCall();
    if (may.kind === 'wait') await this.clock.advance(may.until - this.now);
    assert.deepEqual(this.mayCall(), { kind: 'probe' });
    return this.ends(call, { probe: this.health.probing(Number.POSITIVE_INFINITY) });
  }
}

function opened(call: CallEnding = 'failed'): Subject {
  const subject = new Subject();
  for (let failures = 0; failures < 3; failures += 1) subject.ends(call);
  return subject;
}

test('an endpoint of which nothing is known may be called', () => {
  const subject = new Subject();
  assert.deepEqual(
    [subject.mayCall(), subject.health.down, subject.health.breaker(0), subject.health.turnsAway(0)],
    [{ kind: 'yes' }, false, 'closed', undefined],
  );
});

for (const call of ['failed', 'unreachable', 'timeout', 'rejected', 'erred', 'unreadable'] as const) {
  test(`the third call in a row that ends with ${call} makes it down, and that is told with its error`, () => {
    const subject = new Subject();
    assert.deepEqual([subject.ends(call), subject.ends(call), subject.ends(call)], [undefined, undefined, 'opened']);
    assert.deepEqual(subject.events, [{ type: 'breaker', state: 'open', call, error: ERROR }]);
    assert.deepEqual(
      [subject.health.down, subject.health.breaker(0), subject.mayCall()],
      [true, 'open', { kind: 'wait', until: 125 }],
    );
  });
}

for (const call of ['ok', 'refused', 'mismatch', 'tooLarge', 'replyTooLarge', 'throttled'] as const) {
  test(`an endpoint that says ${call} in between works`, () => {
    const subject = new Subject();
    for (const ending of ['failed', 'failed', call, 'failed', 'failed'] as const) assert.equal(subject.ends(ending), undefined);
    assert.equal(subject.health.down, false);
    assert.equal(subject.ends('failed'), 'opened');
  });
}

test('calls that tell nothing neither count nor excuse', () => {
  const subject = new Subject();
  for (const call of ['failed', 'aborted', 'fault', 'failed', 'aborted'] as const) assert.equal(subject.ends(call), undefined);
  assert.equal(subject.ends('failed'), 'opened');
});

test('what may fail because of an item is not held against the endpoint, unless it says nothing about items', () => {
  for (const [call, excused, counts] of [
    ['failed', true, false],
    ['failed', false, true],
    ['erred', true, false],
    ['erred', false, true],
    ['unreadable', true, false],
    ['unreachable', true, true],
    ['timeout', true, true],
    ['rejected', true, true],
  ] as const) {
    const subject = new Subject();
    for (let times = 0; times < 6; times += 1) subject.ends(call, { excused });
    assert.equal(subject.health.down, counts, `${call}, excused: ${excused}`);
  }
});

test('it knows when the latest call was sent that the endpoint dealt with, whatever it thought of its items', () => {
  const subject = new Subject();
  const workedAt: number[] = [];
  const calls = ['failed', 'ok', 'refused', 'throttled', 'mismatch', 'erred', 'tooLarge', 'fault'] as const;
  for (const [sentAt, call] of calls.entries()) {
    subject.ends(call, { sentAt });
    workedAt.push(subject.health.workedAt);
  }
  assert.deepEqual(workedAt, [Number.NEGATIVE_INFINITY, 1, 2, 2, 4, 4, 6, 6]);
  subject.ends('ok', { sentAt: 3 });
  assert.equal(subject.health.workedAt, 6, 'they do not end in the order in which they were sent');
});

test('when its time is up one probe goes, and a call that works makes it well, for as long as it was down', async () => {
  const subject = opened();
  await subject.clock.advance(124);
  assert.deepEqual(subject.mayCall(), { kind: 'wait', until: 125 });
  await subject.clock.advance(1);
  assert.deepEqual([subject.mayCall(), subject.health.breaker(subject.now)], [{ kind: 'probe' }, 'half-open']);
  const probe = subject.health.probing(Number.POSITIVE_INFINITY);
  assert.deepEqual(subject.mayCall(), { kind: 'wait', until: Number.POSITIVE_INFINITY });
  await subject.clock.advance(75);
  subject.ends('refused', { probe });
  assert.deepEqual(subject.mayCall(), { kind: 'yes' });
  assert.deepEqual(subject.events.slice(1), [{ type: 'breaker', state: 'closed', afterMs: 200 }]);
});

test('how long it was down counts from when it opened', async () => {
  const subject = new Subject();
  await subject.clock.advance(5000);
  for (let failures = 0; failures < 3; failures += 1) subject.ends('failed');
  await subject.probe('ok');
  assert.deepEqual(subject.events.at(-1), { type: 'breaker', state: 'closed', afterMs: 125 });
});

test('a probe whose caller left is followed by another at once', async () => {
  const subject = opened();
  assert.equal(await subject.probe('aborted'), undefined);
  assert.deepEqual([subject.mayCall(), subject.events.length], [{ kind: 'probe' }, 1]);
});

test('a probe that fails is not told as news, and the next one waits longer', async () => {
  const subject = opened();
  assert.equal(await subject.probe('failed'), undefined);
  assert.deepEqual([subject.mayCall(), subject.events.length], [{ kind: 'wait', until: 375 }, 1]);
});

test('an endpoint that rejects its probe too is hopeless, and turns away who comes', async () => {
  const subject = opened('rejected');
  assert.equal(subject.health.turnsAway(0), undefined);
  assert.equal(await subject.probe('rejected'), 'hopeless');
  const { code, message, retryAfterMs } = subject.health.turnsAway(subject.now) ?? {};
  assert.deepEqual([code, retryAfterMs], ['BREAKER_OPEN', 250]);
  assert.match(message ?? '', /rejects every call/);
});

test('an endpoint that is down turns away who comes after ten seconds, with a time to come back', async () => {
  const subject = opened();
  while (subject.now <= 10_000) {
    assert.equal(subject.health.turnsAway(subject.now), undefined);
    await subject.probe('failed');
  }
  const { code, message, retryAfterMs } = subject.health.turnsAway(subject.now) ?? {};
  assert.deepEqual([code, retryAfterMs], ['BREAKER_OPEN', 500]);
  assert.match(message ?? '', /is down/);
});

test('a throttled endpoint is left alone for as long as it asks, and is not down', async () => {
  const subject = new Subject();
  subject.ends('throttled', { retryAfterMs: 700 });
  assert.deepEqual([subject.mayCall(), subject.health.pausedUntil], [{ kind: 'wait', until: 700 }, 700]);
  assert.equal(subject.health.down, false);
  await subject.clock.advance(700);
  assert.deepEqual(subject.mayCall(), { kind: 'yes' });
});

test('five throttled calls in a row are a busy endpoint, three more one that is down', () => {
  const subject = new Subject();
  const changes = Array.from({ length: 8 }, () => subject.ends('throttled'));
  assert.deepEqual(changes, [...Array.from({ length: 7 }, () => undefined), 'opened']);
  assert.deepEqual(subject.events, [{ type: 'breaker', state: 'open', call: 'throttled', error: ERROR }]);
});

test('a call that found room in between makes it busy again, not down', () => {
  const subject = new Subject();
  for (let times = 0; times < 5; times += 1) {
    for (let throttled = 0; throttled < 5; throttled += 1) subject.ends('throttled');
    subject.ends('ok');
  }
  assert.deepEqual(subject.events, []);
});

test('a call that was throttled after it opened, and had been sent before, shows that it is back', () => {
  const subject = opened();
  subject.ends('throttled', { retryAfterMs: 300 });
  assert.deepEqual([subject.health.down, subject.mayCall()], [false, { kind: 'wait', until: 300 }]);
});

test('a probe waits for the end of a pause too', async () => {
  const subject = new Subject();
  subject.ends('throttled', { retryAfterMs: 400 });
  for (let failures = 0; failures < 3; failures += 1) subject.ends('failed');
  assert.deepEqual(subject.mayCall(), { kind: 'wait', until: 400 });
  await subject.clock.advance(400);
  assert.deepEqual(subject.mayCall(), { kind: 'probe' });
});

test('a call that is dealt with, even refused, ends a row of throttled ones', () => {
  const subject = new Subject();
  for (let times = 0; times < 20; times += 1) {
    subject.ends('throttled');
    subject.ends('refused');
  }
  assert.equal(subject.health.down, false);
});
