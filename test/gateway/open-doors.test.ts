import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveConfig, type UserConfig } from '../../src/config/index.ts';
import { openDoors } from '../../src/gateway/open-doors.ts';

const TLS = { certFile: 'c', keyFile: 'k' };
const MUTUAL = { ...TLS, caFile: 'ca', clientAuth: 'required' } as const;
const AUTH = { tokens: { a: { file: 'f', endpoints: '*' } } } as const;

function warnings(config: Omit<UserConfig, 'endpoints'>): readonly string[] {
  return openDoors(resolveConfig({ ...config, endpoints: { a: { upstream: { type: 'simulated' } } } }));
}

test('the loopback, by whatever name, is no open door', () => {
  for (const host of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) assert.deepEqual(warnings({ server: { host } }), [], host);
  assert.deepEqual(warnings({ admin: { host: '0.0.0.0', port: 0 } }), [], 'a server that there is not');
});

test('anything else is, loudly, unless callers are told apart', () => {
  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'gateway.example'])
    assert.match(warnings({ server: { host } }).join(), /^ANYBODY WHO REACHES /, host);
  assert.match(warnings({ server: { host: '0.0.0.0', tls: TLS } }).join(), /ANYBODY/);
  assert.match(warnings({ admin: { host: '0.0.0.0', port: 1 } }).join(), /ANYBODY .* admin\.host/);
  assert.deepEqual(warnings({ server: { host: '0.0.0.0', tls: MUTUAL } }), []);
  assert.deepEqual(warnings({ server: { host: '0.0.0.0', tls: TLS }, auth: AUTH }), []);
});

test('tokens in clear text are told of, too', () => {
  assert.match(warnings({ server: { host: '0.0.0.0' }, auth: AUTH }).join(), /clear text/);
  const sigv4 = { keys: { a: { accessKeyId: 'AKID', secretFile: 'f', endpoints: '*' } } } as const;
  assert.deepEqual(warnings({ server: { host: '0.0.0.0' }, auth: { sigv4 } }), []);
});
