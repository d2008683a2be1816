import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_ENDPOINT, problemsOf } from './parse.ts';

const WRONG_VALUES: readonly (readonly [option: string, problem: string])[] = [
  ['server: { port: 65536 }', '3:17 server.port: expected an integer from 0 to 65535, found 65536'],
  ['server: { port: -1 }', '3:17 server.port: expected an integer from 0 to 65535, found -1'],
  ['server: { port: 80.5 }', '3:17 server.port: expected an integer from 0 to 65535, found 80.5'],
  ['server: { port: .nan }', '3:17 server.port: expected an integer from 0 to 65535, found NaN'],
  ['server: { port: "80" }', '3:17 server.port: expected an integer from 0 to 65535, found "80"'],
  ['server: { port: [] }', '3:17 server.port: expected an integer from 0 to 65535, found a list'],
  ['server: { bodyLimitBytes: .inf }', '3:27 server.bodyLimitBytes: expected an integer >= 1, found Infinity'],
  ['server: { host: "" }', '3:17 server.host: expected a string that is not empty, found ""'],
  ['server: { host: { a: 1 } }', '3:17 server.host: expected a string that is not empty, found a mapping'],
  ['server: 8080', '3:9 server: expected a mapping, found 8080'],
  ['server: [1]', '3:9 server: expected a mapping, found a list'],
  [
    'telemetry: { logLevel: true }',
    '3:24 telemetry.logLevel: expected one of trace, debug, info, warn, error, fatal, silent, found true',
  ],
  ['telemetry: { accessLog: al }', '3:25 telemetry.accessLog: expected one of off, errors, all, found "al" (did you mean all?)'],
];

for (const [option, problem] of WRONG_VALUES) {
  test(`a wrong value is reported where it stands: ${option}`, () => {
    assert.deepEqual(problemsOf(`${ONE_ENDPOINT}${option}\n`), [`t.yaml:${problem}`]);
  });
}

const WRONG_IN_ENDPOINT: readonly (readonly [option: string, problem: string])[] = [
  ['batching: { maxBatchSize: many }', '4:31 endpoints.one.batching.maxBatchSize: expected an integer >= 1, found "many"'],
  ['batching: { maxBatchSize: 0 }', '4:31 endpoints.one.batching.maxBatchSize: expected an integer >= 1, found 0'],
  ['batching: { maxQueueDelayMs: -1 }', '4:34 endpoints.one.batching.maxQueueDelayMs: expected auto or a number >= 0, found -1'],
  ['batching: { maxInFlight: 1.5 }', '4:30 endpoints.one.batching.maxInFlight: expected auto or an integer >= 1, found 1.5'],
  [
    'batching: { groupBy: [header:x, cookie:y] }',
    '4:37 endpoints.one.batching.groupBy[1]: expected header:<name>, found "cookie:y"',
  ],
  ['batching: { groupBy: header:x }', '4:26 endpoints.one.batching.groupBy: expected a list, found "header:x"'],
  ['retry: { maxAttempts: 11 }', '4:27 endpoints.one.retry.maxAttempts: expected an integer from 1 to 10, found 11'],
  ['default: yes', '4:14 endpoints.one.default: expected true or false, found "yes"'],
  ['codec: 7', '4:12 endpoints.one.codec: expected the name of a codec or a mapping, found 7'],
  ['codec: { name: passthrough, maxRows: 0 }', '4:42 endpoints.one.codec.maxRows: expected an integer >= 1, found 0'],
];

for (const [option, problem] of WRONG_IN_ENDPOINT) {
  test(`a wrong value of an endpoint is reported where it stands: ${option}`, () => {
    const text = `endpoints:\n  one:\n    upstream: { type: simulated }\n    ${option}\n`;
    assert.ok(problemsOf(text).includes(`t.yaml:${problem}`), problemsOf(text).join('\n'));
  });
}

const WRONG_UPSTREAMS: readonly (readonly [upstream: string, problem: string])[] = [
  ['sagemaker', '2:20 endpoints.one.upstream: expected a mapping, found "sagemaker"'],
  [
    '{ type: sagmaker, endpointName: x }',
    '2:28 endpoints.one.upstream.type: expected one of sagemaker, http, simulated, embedded, found "sagmaker" (did you mean sagemaker?)',
  ],
  ['{ baseMs: 3 }', '2:10 endpoints.one.upstream.type: expected one of sagemaker, http, simulated, embedded, found nothing'],
  [
    '{ type: sagemaker, endpointName: -x }',
    '2:53 endpoints.one.upstream.endpointName: expected a SageMaker endpoint name (letters, digits and inner hyphens, at most 63), found "-x"',
  ],
  [
    '{ type: http, url: "ftp://x" }',
    '2:39 endpoints.one.upstream.url: expected an http or https URL without user and password, found "ftp://x"',
  ],
  [
    '{ type: http, url: "http://x", forwardHeaders: ["a b"] }',
    '2:68 endpoints.one.upstream.forwardHeaders[0]: expected the name of a header that can be sent on, found "a b"',
  ],
  ['{ type: simulated, errorRate: 2 }', '2:50 endpoints.one.upstream.errorRate: expected a number from 0 to 1, found 2'],
];

for (const [upstream, problem] of WRONG_UPSTREAMS) {
  test(`only the upstream that is meant is checked: ${upstream}`, () => {
    assert.deepEqual(problemsOf(`endpoints:\n  one: { upstream: ${upstream}, codec: passthrough }\n`), [`t.yaml:${problem}`]);
  });
}

for (const name of [
  'Host',
  'content-length',
  'CONNECTION',
  'transfer-encoding',
  'keep-alive',
  'upgrade',
  'TE',
  'trailer',
  'Proxy-Authorization',
  'proxy-x',
  'expect',
  'Accept-Encoding',
]) {
  test(`a header that cannot be sent on is refused: ${name}`, () => {
    const upstream = `{ type: http, url: "http://x", forwardHeaders: [x-tenant, ${name}] }`;
    assert.deepEqual(problemsOf(`endpoints:\n  one: { upstream: ${upstream}, codec: passthrough }\n`), [
      `t.yaml:2:78 endpoints.one.upstream.forwardHeaders[1]: expected the name of a header that can be sent on, found "${name}"`,
    ]);
  });
}

test('what is required and missing is reported at the mapping that lacks it', () => {
  assert.deepEqual(problemsOf('endpoints:\n  one:\n    codec: passthrough\n'), [
    't.yaml:2:3 endpoints.one.upstream: expected a mapping, found nothing',
  ]);
  assert.deepEqual(problemsOf('# nothing but a server\nserver: {}\n'), [
    't.yaml:1:1 endpoints: expected a mapping, found nothing',
  ]);
});

test('an empty file, a list and a bare word are no configs', () => {
  assert.deepEqual(problemsOf(''), ['t.yaml:1:1 (root): expected a mapping, found nothing']);
  assert.deepEqual(problemsOf('\n- a\n'), ['t.yaml:2:1 (root): expected a mapping, found a list']);
  assert.deepEqual(problemsOf('hello'), ['t.yaml:1:1 (root): expected a mapping, found "hello"']);
});

test('a section with nothing in it is reported at its key', () => {
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}server:\n`), ['t.yaml:3:1 server: expected a mapping, found nothing']);
});

test('endpoint names follow the rule of SageMaker', () => {
  const expected = 'expected a name of letters, digits and inner hyphens, at most 63, found';
  assert.deepEqual(problemsOf('endpoints:\n  b_c: { upstream: { type: simulated } }\n'), [
    `t.yaml:2:3 endpoints.b_c: ${expected} "b_c"`,
  ]);
  const name = 'x'.repeat(64);
  assert.deepEqual(problemsOf(`endpoints: { ${name}: { upstream: { type: simulated } } }\n`), [
    `t.yaml:1:14 endpoints.${name}: ${expected} "${name}"`,
  ]);
  assert.deepEqual(problemsOf(`endpoints: { ${'x'.repeat(63)}: { upstream: { type: simulated } } }\n`), []);
});

test('all problems of a file are reported at once, in its order', () => {
  const text = [
    'admin: { port: none }',
    'endpoints:',
    '  a:',
    '    queue: { maxQueueSize: 0 }',
    '    upstream: { type: htp }',
    '    codec: nonesuch',
    'serve: {}',
  ].join('\n');
  assert.deepEqual(
    problemsOf(text).map((line) => line.split(': ', 1)[0]),
    [
      't.yaml:1:16 admin.port',
      't.yaml:4:28 endpoints.a.queue.maxQueueSize',
      't.yaml:5:23 endpoints.a.upstream.type',
      't.yaml:6:12 endpoints.a.codec',
      't.yaml:7:1 serve',
    ],
  );
});

test('an alias is followed, and reported where it stands', () => {
  const text = 'endpoints:\n  a: { default: true, upstream: &u { type: simulated, baseMs: x } }\n  b: { upstream: *u }\n';
  assert.deepEqual(problemsOf(text), [
    't.yaml:2:63 endpoints.a.upstream.baseMs: expected a number >= 0, found "x"',
    't.yaml:2:63 endpoints.b.upstream.baseMs: expected a number >= 0, found "x"',
  ]);
  assert.deepEqual(
    problemsOf(`${ONE_ENDPOINT.replace('one:', 'one: &e')}server: *e\n`)
      .at(0)
      ?.split(' ', 2),
    ['t.yaml:2:13', 'server.upstream:'],
  );
});

test('long and many-lined values stay one short line', () => {
  const [line = ''] = problemsOf(`${ONE_ENDPOINT}server: "${'y\\n'.repeat(500)}"\n`);
  assert.ok(line.endsWith('…"') && line.length < 300, line);
});
