import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_ENDPOINT, parse, problemsOf } from './parse.ts';

const ROOT = 'expected one of server, admin, auth, telemetry, endpoints, streams, found unknown key';

test('an unknown key is an error that names the known keys and the nearest of them', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}sever: {}\n`), [`t.yaml:3:1 sever: ${ROOT} "sever" (did you mean server?)`]);
  assert.deepEqual(problemsOf(ONE_ENDPOINT.replace(' } }', ', basems: 3 } }')), [
    't.yaml:2:39 endpoints.one.upstream.basems: expected one of type, baseMs, perItemMs, concurrency, jitter, seed, errorRate, ' +
      'throttleAbove, refuse, timeoutMs, found unknown key "basems" (did you mean baseMs?)',
  ]);
});

test('of several near keys the nearest is suggested', () => {
  const [line = ''] = problemsOf('endpoints: { one: { upstream: { type: embedded }, batching: { maxBatchCots: 3 } } }');
  assert.match(line, /found unknown key "maxBatchCots" \(did you mean maxBatchCost\?\)$/);
});

test('nothing is suggested for a key that resembles none', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}zzz: {}\n`), [`t.yaml:3:1 zzz: ${ROOT} "zzz"`]);
});

test('a known key of another upstream is unknown to this one', () => {
  const [line = ''] = problemsOf('endpoints:\n  one: { upstream: { type: embedded, baseMs: 3 } }\n');
  assert.match(
    line,
    /^t\.yaml:2:38 endpoints\.one\.upstream\.baseMs: expected one of type, timeoutMs, found unknown key "baseMs"$/,
  );
});

test('a key whose part is not built yet is told from a spelling mistake', () => {
  const sagemaker =
    'endpoints:\n  one:\n    upstream: { type: sagemaker, endpointName: e, roleArn: arn }\n    codec: passthrough\n';
  const [line = ''] = problemsOf(sagemaker);
  assert.match(line, /upstream\.roleArn: .*\(not available in this version\)$/);
});

test('a key that does not read as one word is quoted in the path', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}"a.b\\nc": 1\n`), [`t.yaml:3:1 ["a.b\\nc"]: ${ROOT} "a.b\\nc"`]);
});

test('__proto__ is a key like any other: unknown, and without effect', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}__proto__: { polluted: true }\n`), [`t.yaml:3:1 __proto__: ${ROOT} "__proto__"`]);
  assert.match(
    problemsOf('endpoints:\n  __proto__: { upstream: { type: simulated } }\n')[0] ?? '',
    /^t\.yaml:2:3 endpoints\.__proto__: /,
  );
  assert.match(problemsOf('{ "__proto__": { "endpoints": {} } }').join('\n'), /1:1 endpoints: expected a mapping, found nothing/);
  assert.equal('polluted' in {}, false);
});

test('the names of what every object inherits are unknown keys, and endpoint names like any other', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}toString: 1\n`), [`t.yaml:3:1 toString: ${ROOT} "toString"`]);
  assert.deepEqual(Object.keys(parse('endpoints: { constructor: { upstream: { type: simulated } } }').endpoints), [
    'constructor',
  ]);
});
