import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSimulatedUpstream } from '../../../src/upstreams/simulated/index.ts';
import type { SimulatedUpstreamOptions } from '../../../src/upstreams/simulated/simulated-upstream.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A simulated model and a record of its answers, `status@time`, in order of their coming. */
function simulate(options: Partial<SimulatedUpstreamOptions>, clock = new VirtualClock()) {
  const upstream = createSimulatedUpstream({ baseMs: 10, perItemMs: 1, concurrency: 1, ...options }, clock);
  const answers: string[] = [];
  const invoke = (body: string, signal = new AbortController().signal) =>
    upstream.invoke({ headers: {}, body: Buffer.from(body), itemCount: 1, cost: 1 }, signal);
  const send = (name: string, body: string, signal?: AbortSignal): void => {
    void invoke(body, signal).then(
      ({ status }) => answers.push(`${name} ${status} @${clock.now()}`),
      (reason: unknown) => answers.push(`${name} ${String(reason)} @${clock.now()}`),
    );
  };
  return { clock, upstream, answers, invoke, send };
}

const ONE = '{"instances":[1]}';
const TWO = '{"instances":[1,2]}';

describe('the simulated model', () => {
  it('echoes each instance byte for byte', async () => {
    const { clock, invoke } = simulate({});
    const call = invoke('{"x":1,"instances":[1.0, NaN ,"a\\u0062"]}');
    await clock.advance(1_000);
    const { status, headers, body } = await call;
    assert.deepEqual(
      [status, headers, Buffer.from(body).toString()],
      [200, { 'content-type': 'application/json' }, '{"predictions":[1.0, NaN ,"a\\u0062"]}'],
    );
  });

  it('takes baseMs and perItemMs for each item in the body, whatever the call says of their number', async () => {
    const { clock, answers, send } = simulate({ baseMs: 20, perItemMs: 5 });
    send('a', '{"instances":[1,2,3]}');
    await clock.advance(34.9);
    assert.deepEqual(answers, []);
    await clock.advance(0.1);
    assert.deepEqual(answers, ['a 200 @35']);
  });

  it('makes calls beyond its concurrency wait, first come, first served', async () => {
    const { clock, answers, send } = simulate({ concurrency: 2 });
    send('a', ONE);
    send('b', TWO);
    send('c', ONE);
    send('d', ONE);
    await clock.advance(100);
    assert.deepEqual(answers, ['a 200 @11', 'b 200 @12', 'c 200 @22', 'd 200 @23']);
  });

  it('lets a waiting call that is aborted leave the queue', async () => {
    const { clock, answers, send } = simulate({});
    const leaving = new AbortController();
    send('a', ONE);
    send('b', ONE, leaving.signal);
    send('c', ONE);
    await clock.advance(5);
    leaving.abort('left');
    await clock.advance(100);
    assert.deepEqual(answers, ['b left @5', 'a 200 @11', 'c 200 @22']);
  });

  it('goes on with a call that is aborted while it is worked on, as model servers do', async () => {
    const { clock, answers, send } = simulate({});
    const leaving = new AbortController();
    send('a', ONE, leaving.signal);
    send('b', ONE);
    await clock.advance(5);
    leaving.abort('left');
    await clock.advance(100);
    assert.deepEqual(answers, ['a left @5', 'b 200 @22']);
  });

  it('does not take a call that is aborted already', async () => {
    const { clock, answers, send } = simulate({});
    send('a', ONE, AbortSignal.abort('left'));
    send('b', ONE);
    await clock.advance(11);
    assert.deepEqual(answers, ['a left @0', 'b 200 @11']);
  });

  it('answers 400 at once to what is not its kind of body, and does not work on it', async () => {
    const { clock, answers, send } = simulate({});
    send('a', '{"inputs":[1]}');
    send('b', ONE);
    await clock.advance(11);
    assert.deepEqual(answers, ['a 400 @0', 'b 200 @11']);
  });
});

describe('faults on demand', () => {
  it('refuse the whole call with 400 after its time when one item has the text', async () => {
    const { clock, answers, send } = simulate({ refuse: '"poison"' });
    send('a', '{"instances":["fine","poison"]}');
    send('b', '{"instances":["fine"],"note":"poison"}');
    await clock.advance(100);
    assert.deepEqual(answers, ['a 400 @12', 'b 200 @23']);
  });

  it('throttle with 429 at once above a number of calls', async () => {
    const { clock, answers, send } = simulate({ throttleAbove: 2 });
    for (const name of ['a', 'b', 'c']) send(name, ONE);
    await clock.advance(11);
    send('d', ONE);
    await clock.advance(100);
    assert.deepEqual(answers, ['c 429 @0', 'a 200 @11', 'b 200 @22', 'd 200 @33']);
  });

  it('fail about the given share of calls with 500', async () => {
    const { clock, answers, send } = simulate({ errorRate: 0.25, concurrency: 400 });
    for (let call = 0; call < 400; call += 1) send('a', ONE);
    await clock.advance(100);
    const failed = answers.filter((answer) => answer.startsWith('a 500')).length;
    assert.ok(failed > 70 && failed < 130, `${failed} of 400 failed`);
  });
});

/** When each of 500 calls at once was answered. */
async function finishTimes(options: Partial<SimulatedUpstreamOptions>): Promise<number[]> {
  const { clock, answers, send } = simulate({ concurrency: 500, ...options });
  for (let call = 0; call < 500; call += 1) send('a', ONE);
  await clock.advance(1_000);
  return answers.map((answer) => Number(answer.split('@')[1]));
}

describe('jitter', () => {
  it('spreads times around their mean, which it keeps', async () => {
    const times = await finishTimes({ jitter: 0.3 });
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
    const deviation = Math.sqrt(times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / times.length);
    assert.ok(Math.abs(mean - 11) < 0.6, `mean ${mean}`);
    assert.ok(Math.abs(deviation / mean - 0.3) < 0.06, `relative deviation ${deviation / mean}`);
  });

  it('repeats with the same seed and differs with another', async () => {
    const [first, again, other] = await Promise.all([7, 7, 8].map((seed) => finishTimes({ jitter: 0.3, seed })));
    assert.deepEqual(first, again);
    assert.notDeepEqual(first, other);
  });
});

describe('a clock whose timers fire late', () => {
  /** Every timer fires 1.5 ms after its time, as Node's do under load. */
  class LateClock extends VirtualClock {
    override at(time: number, fire: () => void): () => void {
      return super.at(Math.max(time, this.now()) + 1.5, fire);
    }
  }

  it('does not stretch a busy period: lateness is not carried from call to call', async () => {
    const { clock, answers, send } = simulate({ baseMs: 3, perItemMs: 0 }, new LateClock());
    for (let call = 0; call < 100; call += 1) send(`${call}`, ONE);
    await clock.advance(1_000);
    assert.equal(answers.at(-1), '99 200 @301.5');
  });

  it('finishes calls that are shorter than a timer together', async () => {
    const { clock, answers, send } = simulate({ baseMs: 0.1, perItemMs: 0 }, new LateClock());
    for (let call = 0; call < 100; call += 1) send(`${call}`, ONE);
    await clock.advance(1_000);
    const last = Number(answers.at(-1)?.split('@')[1]);
    assert.ok(last >= 10 && last < 13, `the last came at ${last}`);
  });

  it('starts a call that arrives after the last one was due at its arrival', async () => {
    const { clock, answers, send } = simulate({ baseMs: 10, perItemMs: 0 }, new LateClock());
    send('a', ONE);
    await clock.advance(11);
    send('b', ONE);
    await clock.advance(1_000);
    assert.deepEqual(answers, ['a 200 @11', 'b 200 @22.5']);
  });
});

describe('close', () => {
  it('breaks calls under way and waiting, and refuses later ones', async () => {
    const { clock, answers, upstream, send, invoke } = simulate({});
    send('a', ONE);
    send('b', ONE);
    await clock.advance(5);
    await upstream.close();
    await clock.advance(100);
    assert.deepEqual(
      answers.map((answer) => answer.slice(0, 17)),
      ['a UpstreamFailure', 'b UpstreamFailure'],
    );
    await assert.rejects(invoke(ONE), { name: 'UpstreamFailure', kind: 'unreachable' });
  });
});
