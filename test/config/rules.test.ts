import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ONE_ENDPOINT, problemsOf } from './parse.ts';

const SIMULATED = 'upstream: { type: simulated }';

test('there must be an endpoint', () => {
  assert.deepEqual(problemsOf('endpoints: {}\n'), ['t.yaml:1:12 endpoints: expected at least one endpoint, found none']);
});

test('several endpoints may do without a default', () => {
  assert.deepEqual(problemsOf(`endpoints:\n  a: { ${SIMULATED} }\n  b: { ${SIMULATED} }\n`), []);
  assert.deepEqual(problemsOf(`endpoints:\n  a: { ${SIMULATED} }\n  b: { default: true, ${SIMULATED} }\n`), []);
});

test('a second default is an error at the second', () => {
  const text = `endpoints:\n  a: { default: true, ${SIMULATED} }\n  b: { ${SIMULATED}, default: true }\n`;
  assert.deepEqual(problemsOf(text), ['t.yaml:3:48 endpoints.b.default: expected one default endpoint (it is a), found another']);
});

for (const upstream of ['{ type: sagemaker, endpointName: x }', '{ type: http, url: "http://x" }']) {
  test(`a model of unknown contract needs a codec: ${upstream}`, () => {
    const text = `endpoints:\n  a: { upstream: ${upstream} }\n`;
    assert.deepEqual(problemsOf(text), [
      `t.yaml:2:3 endpoints.a.codec: expected the name of a codec (docs/codecs.md lists them), found nothing`,
    ]);
    assert.deepEqual(problemsOf(text.replace('upstream:', 'codec: passthrough, upstream:')), []);
  });
}

test('a codec must be one of those there are, in either form', () => {
  const expected = 'expected the name of a codec (docs/codecs.md lists them), found "kserve-v2" (did you mean kserve-v1?)';
  assert.deepEqual(problemsOf(`endpoints: { a: { ${SIMULATED}, codec: kserve-v2 } }`), [
    `t.yaml:1:57 endpoints.a.codec: ${expected}`,
  ]);
  assert.deepEqual(problemsOf(`endpoints: { a: { ${SIMULATED}, codec: { name: kserve-v2 } } }`), [
    `t.yaml:1:65 endpoints.a.codec.name: ${expected}`,
  ]);
});

test('the codec json must be told where items and results are', () => {
  const expected = 'expected a JSON Pointer, such as /instances, found';
  assert.deepEqual(problemsOf(`endpoints: { a: { ${SIMULATED}, codec: json } }`), [
    `t.yaml:1:50 endpoints.a.codec.items: ${expected} nothing`,
    `t.yaml:1:50 endpoints.a.codec.results: ${expected} nothing`,
  ]);
  assert.deepEqual(problemsOf(`endpoints: { a: { ${SIMULATED}, codec: { name: json, items: rows, results: /r } } }`), [
    `t.yaml:1:78 endpoints.a.codec.items: ${expected} "rows"`,
  ]);
  assert.deepEqual(problemsOf(`endpoints: { a: { ${SIMULATED}, codec: { name: json, items: "", results: /r } } }`), []);
});

test('what the codec json leaves out or states stands beside the items', () => {
  const problems = (more: string): readonly string[] =>
    problemsOf(`endpoints: { a: { ${SIMULATED}, codec: { name: json, items: /m/items, results: /r, ${more} } } }`);
  for (const pointer of ['/m/items', '/m', '/m/items/0', '""']) {
    const [ignored] = problems(`ignored: [/id, ${pointer}]`);
    assert.match(ignored ?? '', /endpoints\.a\.codec\.ignored\[1\]: expected a place beside the items at "\/m\/items", found /);
    assert.match(problems(`batchSize: ${pointer}`)[0] ?? '', /endpoints\.a\.codec\.batchSize: expected a place beside/);
  }
  assert.deepEqual(problems('ignored: [/m/id, /mm], batchSize: /m/n'), []);
});

test('options of the codec json are nobody else’s', () => {
  assert.deepEqual(problemsOf(`endpoints: { a: { ${SIMULATED}, codec: { name: kserve-v1, items: /rows } } }`), [
    't.yaml:1:76 endpoints.a.codec.items: expected an option of kserve-v1, found one of the codec json',
  ]);
});

for (const [option, upstream] of [
  ['url', 'type: http, url:'],
  ['endpointUrl', 'type: sagemaker, endpointName: x, endpointUrl:'],
] as const) {
  for (const [url, found = url] of [
    ['http://x:99999/'],
    ['http://[::1/'],
    ['http://x%/'],
    ['ftp://x/'],
    ['nothing'],
    ['http://user@x/', 'http://…@x/'],
    ['http://user:secret@x/', 'http://…@x/'],
    ['https:user:secret@x/', 'https:…@x/'],
    ['ftp://user:secret@x/', 'ftp://…@x/'],
    ['http://user:se/cr@et@x/', 'http://…@x/'],
    ['http://user:se cret@x:99999/', 'http://…@x:99999/'],
    [`http://user:secret${'t'.repeat(200)}@x/`, 'http://…@x/'],
  ]) {
    test(`an address that cannot be called is refused, and its password not told: ${option} ${String(url).slice(0, 30)}`, () => {
      const before = `  a: { codec: passthrough, upstream: { ${upstream} `;
      assert.deepEqual(problemsOf(`endpoints:\n${before}"${url}" } }\n`), [
        `t.yaml:2:${before.length + 1} endpoints.a.upstream.${option}: expected an http or https URL without user and password, found "${found}"`,
      ]);
    });
  }

  test(`an address may have a port, a path and an at sign in it: ${option}`, () => {
    for (const url of ['http://x', 'https://x:8443/a@b?c=d@e', 'http://[::1]:80/', 'http://x?a']) {
      assert.deepEqual(problemsOf(`endpoints: { a: { codec: passthrough, upstream: { ${upstream} "${url}" } } }`), []);
    }
  });
}

test('the admin server cannot have the port of the other, given or by default', () => {
  const problem = 'admin.port: expected a port other than server.port (0 serves both on that one), found';
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}admin: { port: 8080 }\n`), [`t.yaml:3:16 ${problem} 8080`]);
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}admin: { port: 99 }\nserver: { port: 99 }\n`), [`t.yaml:3:16 ${problem} 99`]);
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}admin: { port: 8080 }\nserver: { port: 99 }\n`), []);
  assert.deepEqual(problemsOf(`${ONE_ENDPOINT}admin: { port: 0 }\nserver: { port: 0 }\n`), []);
});
