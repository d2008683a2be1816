import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isClean, loadFigures } from '../../bench/load-generator/load-figures.ts';
import type { Outcome } from '../../bench/load-generator/outcome.ts';
import { refusalsAmong } from '../../bench/load-generator/refusals.ts';
import { answersPerSecond, capacityOf } from '../../bench/overload/capacity.ts';
import { overloadChart } from '../../bench/overload/chart.ts';
import { endpointCounters, since } from '../../bench/overload/endpoint-counters.ts';
import { gatewayFigures } from '../../bench/overload/gateway-figures.ts';
import { overloadPlan } from '../../bench/overload/plan.ts';
import type { LoadRun } from '../../bench/overload/rounds.ts';
import { verdicts } from '../../bench/overload/targets.ts';

const SLO_MS = 400;
const WINDOW = { settleSeconds: 1, seconds: 2 };

/** A request of the window, answered in time unless told otherwise. */
function outcome(told: Partial<Outcome> & { readonly afterMs?: number; readonly lagMs?: number } = {}): Outcome {
  const { afterMs = 200, lagMs = 0, ...rest } = told;
  const dueAt = rest.dueAt ?? 1500;
  const sentAt = dueAt + lagMs;
  const own = (rest.status ?? 200) === 200;
  return { dueAt, sentAt, handedOverAt: sentAt, endedAt: sentAt + afterMs, status: 200, own, hasRetryAfter: false, ...rest };
}

function refusal(afterMs: number, told: Partial<Outcome> = {}): Outcome {
  return outcome({ afterMs, status: 503, code: 'QUEUE_FULL', hasRetryAfter: true, ...told });
}

function figures(...outcomes: readonly Outcome[]): LoadRun {
  const gateway = gatewayFigures({ met: 98, missed: 2, shed: 0, items: 100, calls: 4, underway: 0 });
  return { ...loadFigures(outcomes, WINDOW, SLO_MS), gateway };
}

test('what is asked for goes before the plan', () => {
  assert.equal(overloadPlan({ rounds: 5 }, false).rounds, 5);
  assert.equal(overloadPlan({}, true).rounds, 1);
});

test('only requests that were due within the window count, whenever they end', () => {
  const { offeredPerSecond, inTimePerSecond } = figures(
    ...[999, 1000, 2999, 3000].map((dueAt) => outcome({ dueAt })),
    refusal(1, { dueAt: 2000 }),
  );
  assert.deepEqual({ offeredPerSecond, inTimePerSecond }, { offeredPerSecond: 1.5, inTimePerSecond: 1 });
});

test('in time is reckoned from sending, and apart from that from when it was due', () => {
  const run = figures(outcome({ afterMs: 400 }), outcome({ afterMs: 399, lagMs: 2 }), outcome({ afterMs: 401 }));
  assert.equal(run.inTimePerSecond, 1);
  assert.equal(run.inTimeOfDuePerSecond, 0.5);
  assert.equal(run.answers, 3);
  assert.ok(Math.abs(run.lateShare - 1 / 3) < 1e-9);
});

test('a run is void when one request in a hundred was sent 10 ms late', () => {
  const lags = (late: number) => [
    ...Array.from({ length: 100 - late }, () => outcome({ lagMs: 1 })),
    ...Array.from({ length: late }, () => outcome({ lagMs: 10 })),
  ];
  assert.equal(figures(...lags(1)).isVoid, false);
  assert.equal(figures(...lags(2)).isVoid, true);
});

test('a run in which nothing was due is void', () => {
  assert.equal(figures().isVoid, true);
});

test('faults are those of the whole run; refusals are none', () => {
  const faulty = figures(
    outcome({ dueAt: 1, own: false }),
    outcome({ dueAt: 2, status: 0 }),
    outcome({ status: 500, code: 'INTERNAL_FAILURE' }),
    refusal(1),
  );
  assert.deepEqual([faulty.wrong, faulty.unanswered, faulty.unexpected], [1, 1, 1]);
  assert.equal(isClean(faulty), false);
  assert.equal(isClean(figures(outcome(), refusal(1), refusal(401, { status: 504 }))), true);
});

test('refusals are told apart by code and by when they came', () => {
  const refusals = refusalsAmong(
    [
      outcome(),
      refusal(1),
      refusal(5),
      refusal(6, { hasRetryAfter: false }),
      refusal(400, { status: 504, code: 'DEADLINE_PASSED', hasRetryAfter: false }),
    ],
    SLO_MS,
  );
  assert.deepEqual(refusals.byCode, { '503 QUEUE_FULL': 3, '504 DEADLINE_PASSED': 1 });
  const { count, atOnce, beforeDeadline, afterDeadline, withoutRetryAfter } = refusals;
  assert.deepEqual([count, atOnce, beforeDeadline, afterDeadline, withoutRetryAfter], [4, 2, 1, 1, 1]);
});

test('the median round is judged against the capacity', () => {
  const rounds = [2, 4, 6].map((answers) => figures(...Array.from({ length: answers }, () => outcome())));
  const [inTime] = verdicts([{ load: 2, runs: rounds }], 2);
  assert.deepEqual(inTime?.value, { median: 1, min: 0.5, max: 1.5 });
  assert.equal(inTime?.verdict, 'met');
  assert.equal(verdicts([{ load: 2, runs: rounds }], 2.2)[0]?.verdict, 'missed');
});

test('void rounds are left out; without others nothing is judged', () => {
  const good = figures(outcome(), outcome());
  const bad = figures(outcome({ lagMs: 50, afterMs: 500 }));
  const [judged] = verdicts([{ load: 2, runs: [bad, good] }], 1);
  assert.deepEqual(judged?.value, { median: 1, min: 1, max: 1 });
  assert.ok(verdicts([{ load: 2, runs: [bad] }], 1).every(({ verdict }) => verdict === 'void'));
});

test('no round may hold a 503 without retry-after', () => {
  const runs = [figures(refusal(1)), figures(refusal(1)), figures(refusal(1, { hasRetryAfter: false }))];
  assert.equal(verdicts([{ load: 2, runs }], 1).at(-1)?.verdict, 'missed');
});

test('the rate of answers in batches does not depend on where the window opens', () => {
  const batches = Array.from({ length: 96 }, (_, i) => Array.from({ length: 32 }, () => 50 + i * 104)).flat();
  assert.ok(Math.abs(answersPerSecond(batches) - 32 / 0.104) < 1e-6);
});

test('the capacity is that of the window, and of answers only', () => {
  const steady = Array.from({ length: 500 }, (_, i) => outcome({ dueAt: i * 10, afterMs: 10 }));
  assert.ok(Math.abs(capacityOf(steady, WINDOW) - 100) < 1e-6);
  assert.throws(() => capacityOf([...steady, refusal(1)], WINDOW), /status 503/);
});

test('the gateway’s metrics are read for one endpoint', () => {
  const metrics = `
# HELP tidegate_deadline_total Requests.
tidegate_deadline_total{endpoint="overload",outcome="met"} 90
tidegate_deadline_total{endpoint="overload",outcome="shed"} 7
tidegate_deadline_total{endpoint="capacity",outcome="met"} 1000
tidegate_batch_size_bucket{le="32",endpoint="overload"} 3
tidegate_batch_size_sum{endpoint="overload"} 96
tidegate_batches_total{endpoint="overload",reason="size"} 2
tidegate_batches_total{endpoint="overload",reason="slot"} 1
tidegate_queue_depth{endpoint="overload"} 5
`;
  const before = { met: 0, missed: 0, shed: 0, calls: 0, items: 0, underway: 0 };
  const counted = since(before, endpointCounters(metrics, 'overload'));
  assert.deepEqual(counted, { met: 90, missed: 0, shed: 7, calls: 3, items: 96, underway: 5 });
  assert.equal(gatewayFigures(counted).lateShare, 1 - 90 / 96);
});

test('the plot leaves out loads of which nothing counts', () => {
  const plan = overloadPlan({}, true);
  const loads = plan.loads.map((load) => ({ load, runs: [figures(outcome({ lagMs: load === 5 ? 50 : 0 }))] }));
  const svg = overloadChart({
    scenario: 'overload',
    title: 'Overload',
    facts: '',
    command: '',
    date: '',
    commit: { hash: 'none', dirty: false },
    machine: { cpu: '', cores: 1, memoryGiB: 1, node: '', os: '' },
    load: 'open loop',
    settings: plan,
    setup: '',
    capacity: { perSecond: 1, theoretical: 1, measurements: [1] },
    targets: [],
    loads,
  });
  assert.ok(svg.includes('In time'));
  assert.doesNotMatch(svg, /NaN/);
});
