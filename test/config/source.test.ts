import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_ENDPOINT, parse, problemsOf } from './parse.ts';

const NOT_YAML: readonly (readonly [text: string, place: string])[] = [
  ['server: { port: 1', '1:18'],
  ['server: a: b', '1:9'],
  ['server:\n\tport: 1\n', '2:1'],
  ['a: 1\n---\nb: 2\n', '2:1'],
  ['server: !mine 3\n', '1:9'],
  ['server: !!binary aGk=\n', '1:9'],
  ['? [a]\n: 1\n', '1:3'],
  ['{ "server": { "port": } ', '1:25'],
];

for (const [text, place] of NOT_YAML) {
  test(`text that is not YAML is reported at its place: ${JSON.stringify(text)}`, () => {
    const [first = ''] = problemsOf(text);
    assert.ok(first.startsWith(`t.yaml:${place} (root): expected valid YAML or JSON, found `), first);
  });
}

test('a reference that YAML needs in quotes is told as that', () => {
  assert.equal(
    problemsOf('server: { port: ${PORT} }\n')[0],
    't.yaml:1:18 (root): expected valid YAML or JSON, found an unquoted ${ between braces or brackets',
  );
});

test('a repeated key is reported where it is repeated, together with what else is wrong', () => {
  const text = `${ONE_ENDPOINT}server:\n  port: 1\n  host: 5\n  port: 2\n`;
  assert.deepEqual(problemsOf(text), [
    't.yaml:5:9 server.host: expected a string that is not empty, found 5',
    't.yaml:6:3 server.port: expected each key once, found "port" again',
  ]);
});

test('a repeated endpoint is not quietly dropped', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}  one: { upstream: { type: embedded } }\n`), [
    't.yaml:3:3 endpoints.one: expected each key once, found "one" again',
  ]);
});

test('JSON is read as it is, tabs included', () => {
  const config = { server: { port: 1 }, endpoints: { one: { upstream: { type: 'simulated' } } } };
  assert.deepEqual(parse(JSON.stringify(config, null, '\t')), config);
});

test('columns count from the start of the line, whatever ends it', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}server:\n  port: x\n`.replaceAll('\n', '\r\n')), [
    't.yaml:4:9 server.port: expected an integer from 0 to 65535, found "x"',
  ]);
});

test('aliases that multiply without bound are refused', () => {
  const layers = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i}, `.repeat(10)}]`);
  const [first = ''] = problemsOf(['l0: &l0 [x]', ...layers].join('\n'));
  assert.match(first, /^t\.yaml:1:1 \(root\): expected valid YAML or JSON, found Excessive alias count/);
});

test('an alias inside its own anchor is an error and not an endless loop', () => {
  assert.ok(problemsOf('endpoints: &e { one: { upstream: { type: simulated }, batching: *e } }').length > 0);
});

test('of a file that is something else, the first errors are told, not one for every word of it', () => {
  const lines = '{"id":1,"instances":[1]}\n'.repeat(100);
  assert.equal(problemsOf(lines).length, 5);
});
