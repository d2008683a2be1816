import type { Dice } from './dice.ts';

/** Paths that are no endpoint's invocations, all of which may stand in a request line by the grammar. */
const PATHS: readonly string[] = [
  '/',
  '//',
  '/ping',
  '/ping/',
  '//ping',
  '/PING',
  '/ping?a=b',
  '/healthz',
  '/readyz',
  '/docs',
  '/docs/',

  '/docs/static/index.html',
  '/docs/static/../../../package.json',
  '/docs/static/%2e%2e/%2e%2e/package.json',
  '/docs/static/.env',

  '/docs/static/%00',
  '/docs/static/a%00.js',
  '/docs/static/..%5c..%5cpackage.json',
  '/docs/static//',
  '/docs/static/swagger-ui.css',
  '/docs/uiConfig',
  '/docs/initOAuth',

  '/docs/%',
  '/docs/static/%c0%ae',
  '/docs/static/%ff',
  `/docs/static/${'a'.repeat(5000)}`,
  '/docs/static/swagger-initializer.js',
  '/docs/static/CON',
  '/docs/*',
  '/docs/static',

  '/invocations/',
  '/invocations//',
  '/Invocations',
  '/invocations/x',
  '//invocations',
  '/./invocations',
  '/a/../invocations',
  '/invocations%00',
  '/invocations%',
  '/%69nvocations',

  '/endpoints',
  '/endpoints/',
  '/endpoints//invocations',
  '/endpoints/echo',
  '/endpoints/echo/',
  '/endpoints/echo/invocations/',
  '/endpoints/nobody/invocations',
  '/endpoints/../invocations',

  '/endpoints/__proto__/invocations',
  '/endpoints/constructor/invocations',
  '/endpoints/toString/invocations',
  '/endpoints/%00/invocations',
  '/endpoints/%zz/invocations',
  '/endpoints/%/invocations',

  '/endpoints/%ff/invocations',
  '/endpoints/echo%2finvocations',
  '/endpoints/ec%68o/invocations',
  '/endpoints/%C3%A9/invocations',
  '/endpoints/*/invocations',

  '/endpoints/:name/invocations',
  '/endpoints/%0d%0aa:b/invocations',
  '/endpoints/echo;a=b/invocations',
  '/endpoints/echo/invocations-response-stream',
  '/endpoints/%F0%9F%98%80/invocations',

  `/endpoints/${'e'.repeat(256)}/invocations`,
  `/endpoints/${'e'.repeat(257)}/invocations`,
  `/endpoints/${'%41'.repeat(300)}/invocations`,
  `/${'p'.repeat(6000)}`,
  `/ping?${'q=1&'.repeat(1500)}`,

  '/v1/models/m:predict',
  '/v2/models/m/infer',
  '/v2/health/ready',
  '/v1/embeddings',
  '/.env',
  '/.git/config',
  '/wp-login.php',
  '/%2e%2e/%2e%2e',
  '/?',
  '/??',
  '/;',
  '/*',
  '*',

  'http://a/ping',
  'http://a:1/invocations',
  'https://a/metrics',
  'http://u:p@a/ping',
  'http://[::1]/ping',
  'HTTP://A/',
  '/%25',
  '/%u0041',
  '/~',
  '/a|b',
  '/a^b',
  '/a`b',
  "/a'b",
  '/{}',
  '/a\\b',
];

const QUERIES = [
  '?',
  '?a',
  '?a=b',
  '?a=b&a=c',
  '?__proto__[a]=b',
  '?%',
  '?%zz=%',
  '?a[]=1',
  '?=',
  '?&&&',
  '?X-Amz-Signature=a&X-Amz-Algorithm=AWS4-HMAC-SHA256',
  '?a=%00',
];

const METHODS = [
  'POST',
  'GET',
  'PUT',
  'DELETE',
  'PATCH',
  'OPTIONS',
  'HEAD',
  'TRACE',
  'PROPFIND',
  'MKCOL',
  'LOCK',
  'SEARCH',
  'REPORT',
  'PURGE',
  'M-SEARCH',
  'LINK',
  'MKCALENDAR',
];

/** Whose answers are long, so that they are asked for less often. */
const LONG = ['/metrics', '/metrics?name=a', '/openapi.json', '/docs/json', '/docs/yaml', '//metrics', '/metrics/'];

export function oddPath(dice: Dice): string {
  if (dice.chance(0.01)) return dice.pick(LONG);
  return dice.pick(PATHS) + (dice.chance(0.1) ? dice.pick(QUERIES) : '');
}

export function oddQuery(dice: Dice): string {
  return dice.pick(QUERIES);
}

export function oddMethod(dice: Dice): string {
  return dice.chance(0.5) ? dice.pick(['GET', 'POST']) : dice.pick(METHODS);
}
