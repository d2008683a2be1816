import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_ENDPOINT, parse, problemsOf } from './parse.ts';

function problems(...lines: readonly string[]): readonly string[] {
  return problemsOf(`${ONE_ENDPOINT}${lines.join('\n')}\n`);
}

test('tokens, keys and anonymous endpoints are accepted as written', () => {
  const text = `${ONE_ENDPOINT}auth:\n  tokens: { a: { file: f, endpoints: [one] }, b: { file: g, endpoints: "*", admin: true } }\n  sigv4: { keys: { k: { accessKeyId: AKID, secretFile: s, endpoints: [one] } } }\n  anonymous: [one]\n`;
  assert.deepEqual(parse(text).auth?.anonymous, ['one']);
});

for (const [name, lines, expected] of [
  [
    'an endpoint that there is not',
    ['auth:', '  tokens: { a: { file: f, endpoints: [on] } }'],
    ['t.yaml:4:39 auth.tokens.a.endpoints[0]: expected one, found "on" (did you mean one?)'],
  ],
  [
    'an anonymous one that there is not',
    ['auth:', '  anonymous: [__proto__]'],
    ['t.yaml:4:15 auth.anonymous[0]: expected one, found "__proto__"'],
  ],
  ['no way in', ['auth: {}'], ['t.yaml:3:1 auth: expected tokens, keys or anonymous endpoints, found none']],
  [
    'no endpoints',
    ['auth:', '  tokens: { a: { file: f } }'],
    ['t.yaml:4:13 auth.tokens.a.endpoints: expected a list of endpoints, or "*" for all, found nothing'],
  ],
  [
    'a key twice',
    [
      'auth:',
      '  sigv4:',
      '    keys:',
      '      a: { accessKeyId: AKID, secretFile: s, endpoints: "*" }',
      '      b: { accessKeyId: AKID, secretFile: s, endpoints: "*" }',
    ],
    ['t.yaml:7:25 auth.sigv4.keys.b.accessKeyId: expected each access key once, found "AKID" again'],
  ],
  [
    'client certificates of nobody',
    ['server: { tls: { certFile: c, keyFile: k, clientAuth: required } }'],
    ['t.yaml:3:11 server.tls.caFile: expected a file, for clientAuth: required, found nothing'],
  ],
] as const) {
  test(`${name} is a mistake, told by its place`, () => assert.deepEqual(problems(...lines), expected));
}
