import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Breaker } from '../../../src/batching/isolation/breaker.ts';

const CALL = { probe: undefined, rejected: false };
/** A probe that never takes longer than it should. */
const OVERDUE = Number.POSITIVE_INFINITY;
/** Of the first opening. */
const PROBE = { probe: 1, rejected: false };
const REJECTED = { probe: 1, rejected: true };

/** Opened at 0, and open until 250. */
function opened(): Breaker {
  const breaker = new Breaker();
  for (let failures = 0; failures < 3; failures += 1) breaker.failed(CALL, 0, 1);
  return breaker;
}

/** Fails a probe as soon as it may go; how long it is open then. */
function failProbe(breaker: Breaker, how = PROBE, random = 1): number {
  const now = breaker.probeAt;
  breaker.probing(OVERDUE);
  assert.equal(breaker.failed(how, now, random), 'reopened');
  return breaker.probeAt - now;
}

test('the third failure in a row opens it', () => {
  const breaker = new Breaker();
  const changes = [0, 1, 2].map((now) => [breaker.failed(CALL, now, 1), breaker.state(now), breaker.closed]);
  assert.deepEqual(changes, [
    [undefined, 'closed', true],
    [undefined, 'closed', true],
    ['opened', 'open', false],
  ]);
});

test('a success in between lets the count begin anew', () => {
  const breaker = new Breaker();
  breaker.failed(CALL, 0, 1);
  breaker.failed(CALL, 0, 1);
  assert.equal(breaker.succeeded(), undefined);
  const changes = [1, 2, 3].map((now) => breaker.failed(CALL, now, 1));
  assert.deepEqual(changes, [undefined, undefined, 'opened']);
});

test('it is half-open from the moment at which its time is up', () => {
  const breaker = opened();
  assert.deepEqual(
    [0, 249, 250, 9999].map((now) => breaker.state(now)),
    ['open', 'open', 'half-open', 'half-open'],
  );
});

test('the time that it is open doubles from 250 ms to at most a second, less up to half of it by chance', () => {
  for (const [random, share] of [
    [1, 1],
    [0.5, 0.75],
    [0, 0.5],
  ] as const) {
    const breaker = new Breaker();
    for (let failures = 0; failures < 3; failures += 1) breaker.failed(CALL, 0, random);
    const times = [breaker.probeAt, ...Array.from({ length: 4 }, () => failProbe(breaker, PROBE, random))];
    assert.deepEqual(
      times,
      [250, 500, 1000, 1000, 1000].map((ms) => share * ms),
    );
  }
});

test('while a probe is under way no other may go, and another may at once when it told nothing', () => {
  const breaker = opened();
  breaker.probing(OVERDUE);
  assert.equal(breaker.probeAt, Number.POSITIVE_INFINITY);
  breaker.undecided(1, 260);
  assert.deepEqual([breaker.probeAt, breaker.state(260)], [260, 'half-open']);
});

test('when a probe takes longer than it should another may go, and it stays half-open', () => {
  const breaker = opened();
  breaker.probing(1300);
  assert.deepEqual([breaker.probeAt, breaker.state(1000), breaker.state(1300)], [1300, 'half-open', 'half-open']);
  breaker.probing(2300);
  assert.equal(breaker.failed(PROBE, 1400, 1), 'reopened');
  assert.equal(breaker.succeeded(), 'closed');
});

test('a closed one lets everything through, and takes no notice of a probe', () => {
  const breaker = new Breaker();
  breaker.probing(OVERDUE);
  breaker.undecided(1, 0);
  assert.deepEqual([breaker.probeAt, breaker.state(0)], [Number.NEGATIVE_INFINITY, 'closed']);
});

test('a probe of an earlier opening says nothing about the present one', () => {
  const breaker = opened();
  const first = breaker.probing(OVERDUE);
  breaker.succeeded();
  for (let failures = 0; failures < 3; failures += 1) breaker.failed(CALL, 1000, 1);
  const second = breaker.probing(OVERDUE);
  assert.notEqual(first, second);
  assert.equal(breaker.failed({ probe: first, rejected: false }, 2000, 1), undefined);
  breaker.undecided(first, 2000);
  assert.equal(breaker.probeAt, Number.POSITIVE_INFINITY);
  assert.equal(breaker.failed({ probe: second, rejected: false }, 2000, 1), 'reopened');
});

test('any call that succeeds closes it, and then it takes three failures and the first time again', () => {
  const breaker = opened();
  failProbe(breaker);
  failProbe(breaker);
  breaker.probing(OVERDUE);
  assert.equal(breaker.succeeded(), 'closed');
  assert.deepEqual([breaker.state(5000), breaker.closed, breaker.succeeded()], ['closed', true, undefined]);
  const changes = [5000, 5000, 5000].map((now) => breaker.failed(CALL, now, 1));
  assert.deepEqual([...changes, breaker.probeAt], [undefined, undefined, 'opened', 5250]);
});

test('what was sent before it opened says nothing new when it fails', () => {
  const breaker = opened();
  assert.equal(breaker.failed({ probe: undefined, rejected: true }, 200, 1), undefined);
  assert.deepEqual([breaker.probeAt, breaker.rejects], [250, false]);
});

test('who comes may wait for ten seconds after it opened, and is turned away after that', () => {
  const breaker = opened();
  while (breaker.probeAt < 10_000) failProbe(breaker);
  const at = breaker.probeAt;
  assert.deepEqual(
    [10_000, 10_001, at - 1].map((now) => breaker.turnsAway(now)),
    [false, true, true],
  );
});

test('nobody is turned away before a probe has failed, however long that takes', () => {
  const breaker = opened();
  breaker.probing(OVERDUE);
  assert.equal(breaker.turnsAway(60_000), false);
  breaker.failed(PROBE, 60_000, 1);
  assert.equal(breaker.turnsAway(60_000), true);
});

test('when the next probe is due whoever comes may be it, and while it is under way is turned away again', () => {
  const breaker = opened();
  while (breaker.probeAt <= 10_000) failProbe(breaker);
  const at = breaker.probeAt;
  assert.equal(breaker.turnsAway(at), false);
  breaker.probing(OVERDUE);
  assert.equal(breaker.turnsAway(at), true);
});

test('one that rejects every call turns away as soon as a probe was rejected', () => {
  const breaker = new Breaker();
  for (let failures = 0; failures < 3; failures += 1) breaker.failed({ probe: undefined, rejected: true }, 0, 1);
  assert.deepEqual([breaker.rejects, breaker.turnsAway(0)], [true, false]);
  failProbe(breaker, REJECTED);
  assert.deepEqual([breaker.rejects, breaker.turnsAway(250)], [true, true]);
  failProbe(breaker, PROBE);
  assert.deepEqual([breaker.rejects, breaker.turnsAway(750)], [false, false]);
  breaker.succeeded();
  assert.deepEqual([breaker.rejects, breaker.turnsAway(750)], [false, false]);
});

test('it tells to come back when the next probe may go, or has had a second to tell', () => {
  const breaker = opened();
  assert.deepEqual(
    [0, 100, 250, 400].map((now) => breaker.retryAfterMs(now)),
    [250, 150, 1, 1],
  );
  breaker.probing(1300);
  assert.equal(breaker.retryAfterMs(250), 1050);
  breaker.succeeded();
  assert.equal(breaker.retryAfterMs(250), 0);
});

type Step =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'call' }
  | { readonly kind: 'end'; readonly which: number; readonly how: 'good' | 'bad' | 'silent'; readonly random: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('pass' as const), ms: fc.integer({ min: 1, max: 1500 }) }),
  fc.record({ kind: fc.constant('call' as const) }),
  fc.record({
    kind: fc.constant('end' as const),
    which: fc.nat(20),
    how: fc.constantFrom('good' as const, 'bad' as const, 'bad' as const, 'silent' as const),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  }),
);

test('whatever happens, of one opening one probe at a time goes, when it is due, and any success closes it', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => {
      const breaker = new Breaker();
      const calls: { readonly probe: number | undefined }[] = [];
      let now = 0;
      let row = 0;
      let opening = 0;
      for (const each of steps) {
        if (each.kind === 'pass') now += each.ms;
        else if (each.kind === 'call') {
          if (breaker.probeAt > now) continue;
          assert.notEqual(breaker.state(now), 'open');
          calls.push({ probe: breaker.closed ? undefined : breaker.probing(OVERDUE) });
        } else {
          const [call] = calls.splice(each.which % Math.max(1, calls.length), 1);
          if (call === undefined) continue;
          const before = breaker.closed;
          if (each.how === 'good') {
            assert.equal(breaker.succeeded(), before ? undefined : 'closed');
            assert.equal(breaker.state(now), 'closed');
            row = 0;
          } else if (each.how === 'bad') {
            row += before ? 1 : 0;
            const change = breaker.failed({ probe: call.probe, rejected: false }, now, each.random);
            if (before) assert.equal(change, row === 3 ? 'opened' : undefined);
            else assert.equal(change, call.probe === opening ? 'reopened' : undefined);
            if (change === 'opened') opening += 1;
          } else if (call.probe !== undefined) breaker.undecided(call.probe, now);
        }
        assert.equal(breaker.closed, breaker.state(now) === 'closed');
        assert.equal(breaker.closed, row < 3);
        const probes = calls.filter(({ probe }) => probe === opening).length;
        if (breaker.closed) continue;
        assert.ok(probes <= 1, `${probes} probes`);
        if (!breaker.closed) assert.equal(breaker.probeAt === Number.POSITIVE_INFINITY, probes === 1);
        if (breaker.state(now) === 'open') assert.ok(probes === 1 || (breaker.probeAt > now && breaker.probeAt <= now + 1000));
      }
    }),
    { numRuns: 300 },
  );
});
