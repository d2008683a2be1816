import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse, problemsOf } from './parse.ts';

function serverWith(option: string): string {
  return `endpoints: { one: { upstream: { type: simulated } } }\nserver:\n  ${option}\n`;
}

function read(option: string, env: Record<string, string> = {}): unknown {
  return Object.values(parse(serverWith(option), env).server ?? {})[0];
}

test('${NAME} reads the environment, alone or inside a longer text', () => {
  assert.equal(read('host: ${HOST}', { HOST: 'h.local' }), 'h.local');
  assert.equal(read('host: a-${X}.${Y}', { X: '1', Y: '2' }), 'a-1.2');
});

test('a default stands in for a variable that is unset or empty, as in a shell', () => {
  assert.equal(read('host: ${HOST:-::1}'), '::1');
  assert.equal(read('host: ${HOST:-::1}', { HOST: '' }), '::1');
  assert.equal(read('host: ${HOST:-::1}', { HOST: 'h' }), 'h');
});

test('a scalar that is wholly one reference has the type that YAML gives to the text, quoted or not', () => {
  assert.equal(read('port: ${PORT:-8080}'), 8080);
  assert.equal(read('port: "${PORT}"', { PORT: '0x10' }), 16);
  const text = '{ "endpoints": { "one": { "upstream": { "type": "simulated" }, "default": "${ON}" } } }';
  assert.equal(parse(text, { ON: 'true' }).endpoints['one']?.default, true);
});

test('a part of a longer text and a scalar tagged !!str stay text', () => {
  assert.equal(read('host: "1${X}"', { X: '2' }), '12');
  assert.equal(read('host: ${X}${Y}', { X: '1', Y: '2' }), '12');
  assert.equal(read('host: !!str ${X}', { X: '12' }), '12');
});

test('the environment brings in scalars only', () => {
  for (const text of ['{ a: 1 }', '[1]', '1 # one', '&a 1', '"1"', 'a: b', '!!int 1', '5\n6']) {
    assert.equal(read('host: ${X}', { X: text }), text);
  }
});

test('$${ stands for ${', () => {
  assert.equal(read('host: $${HOST}'), '${HOST}');
  assert.equal(read('host: $$${HOST}'), '$${HOST}');
  assert.equal(read('host: a$${X}${X}', { X: '1' }), 'a${X}1');
});

test('what the environment holds is not substituted again', () => {
  assert.equal(read('host: ${X}', { X: '${Y}', Y: 'no' }), '${Y}');
});

test('a missing variable is an error that names it and its place, and the only one there', () => {
  assert.deepEqual(problemsOf(serverWith('port: ${PORT}')), [
    't.yaml:3:9 server.port: expected the environment variable PORT, found it unset',
  ]);
});

test('a variable set to nothing is nothing', () => {
  assert.deepEqual(problemsOf(serverWith('port: ${PORT}'), { PORT: '' }), [
    't.yaml:3:9 server.port: expected an integer from 0 to 65535, found nothing',
  ]);
});

test('a value from the environment is checked like one from the file', () => {
  assert.deepEqual(problemsOf(serverWith('port: ${PORT}'), { PORT: 'x' }), [
    't.yaml:3:9 server.port: expected an integer from 0 to 65535, found "x"',
  ]);
});

test('a reference that is none is an error', () => {
  for (const text of ['${}', '${1X}', '${X', '${X-y}', '${A B}']) {
    const [line = '', ...others] = problemsOf(serverWith(`host: "a ${text}"`), { X: 'x' });
    assert.equal(
      line,
      `t.yaml:3:9 server.host: expected \${NAME} or \${NAME:-default} ($\${ stands for a plain \${), found "a ${text}"`,
    );
    assert.deepEqual(others, []);
  }
});

test('comments and keys are left alone', () => {
  assert.equal(read('port: 1 # ${NOT_SET}'), 1);
  assert.match(problemsOf('${X}: 1\n', { X: 'server' }).join('\n'), /found unknown key "\$\{X\}"/);
});

test('names that every object inherits are not in the environment', () => {
  assert.match(
    problemsOf(serverWith('host: ${constructor}')).join('\n'),
    /expected the environment variable constructor, found it unset/,
  );
});
