import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import type { Firing, Labels, Prometheus } from './prometheus.ts';

const FIRES_WITHIN_MS = 90_000;

/** An alert by its name and what tells it from others of that name, as in `TidegateShedding late reason=full`: see `nameOf`. */
export type Told = string;

/** Labels that say where something happens, and not what. */
const WHERE = ['endpoint', 'stream', 'shard'] as const;
const WHAT = ['reason', 'of', 'fault', 'sink', 'what', 'server'] as const;

/** `TidegateShedding full reason=deadline`: the alert, the endpoint or stream that it is of, and what else is told. */
export function nameOf(labels: Labels): Told {
  const where = WHERE.filter((label) => label !== 'endpoint' || labels[label] !== 'admin').flatMap(
    (label) => labels[label] ?? [],
  );
  const what = WHAT.flatMap((label) => (labels[label] === undefined ? [] : [`${label}=${labels[label]}`]));
  return [labels['alertname'], ...where, ...what].join(' ');
}

/**
 * Waits until each of them has fired, and holds that nothing else has, but for what may come along.
 * @returns those that were seen to fire, with what they say
 */
export async function assertFires(
  prometheus: Prometheus,
  wanted: readonly Told[],
  mayCome: readonly Told[] = [],
): Promise<readonly Firing[]> {
  const seen = new Map<Told, Firing>();
  const missing = (): readonly Told[] => wanted.filter((name) => !seen.has(name));
  for (const until = performance.now() + FIRES_WITHIN_MS; missing().length > 0 && performance.now() < until; await pause(250))
    for (const alert of await prometheus.firing()) seen.set(nameOf(alert.labels), alert);
  assert.deepEqual(missing(), [], `they do not fire; these do: ${[...seen.keys()].join(', ')}`);
  const allowed = new Set([...wanted, ...mayCome]);
  assert.deepEqual(
    (await hasFired(prometheus)).filter((name) => !allowed.has(name)),
    [],
    'they fire for a fault of which they are not',
  );
  for (const { annotations } of seen.values()) assertReadable(annotations);
  return [...seen.values()];
}

/** All that have fired since the start. */
export async function hasFired(prometheus: Prometheus): Promise<readonly Told[]> {
  return (await prometheus.fired()).map(nameOf).toSorted();
}

/** A label that is not there leaves a gap, and a value that is no number says so. */
function assertReadable({ summary = '', description = '' }: Labels): void {
  for (const text of [summary, description]) {
    assert.ok(text.length > 10, text);
    assert.doesNotMatch(text, /no value|NaN|Inf|error|: is|^ | {2}|\{\{/, text);
  }
}
