import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallAbort, type CallSignal } from '../../src/kernel/call-abort.ts';

/** What somebody hears who listens, leaves, and comes too late. */
function heard(signal: CallSignal, abort: (reason?: unknown) => void, reason?: unknown): unknown {
  const told: string[] = [];
  const gone = (): void => void told.push('gone');
  signal.addEventListener('abort', gone, { once: true });
  signal.addEventListener('abort', () => told.push('first'), { once: true });
  signal.addEventListener('abort', () => told.push('second'), { once: true });
  signal.removeEventListener('abort', gone);
  signal.throwIfAborted();
  const before = signal.aborted;
  abort(reason);
  abort('again');
  signal.addEventListener('abort', () => told.push('late'), { once: true });
  assert.throws(
    () => signal.throwIfAborted(),
    (thrown) => thrown === signal.reason,
  );
  return { told, before, after: signal.aborted, reason: reason === undefined ? (signal.reason as Error).name : signal.reason };
}

test('it is to who listens what an AbortController is', () => {
  for (const reason of [undefined, new Error('too late')]) {
    const [light, real] = [new CallAbort(), new AbortController()];
    const expected = heard(real.signal, (why) => real.abort(why), reason);
    assert.deepEqual(
      heard(light, (why) => light.abort(why), reason),
      expected,
    );
  }
});
