import assert from 'node:assert/strict';
import { test } from 'node:test';
import { resolveConfig } from '../../src/config/index.ts';
import { textOf } from './files.ts';

const UNIT = textOf('deploy/systemd/tidegate.service');

test('the unit gives the gateway the time that it takes to stop by default', () => {
  const { server } = resolveConfig({ endpoints: { a: { upstream: { type: 'simulated' } } } });
  const seconds = Number(/^TimeoutStopSec=(\d+)$/m.exec(UNIT)?.[1]);
  assert.ok(seconds >= (server.shutdownDelayMs + server.shutdownGraceMs) / 1000 + 5);
});

test('the unit confines it', () => {
  for (const line of [
    'DynamicUser=yes',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'CapabilityBoundingSet=',
    'PrivateDevices=yes',
  ])
    assert.match(UNIT, new RegExp(`^${line}$`, 'm'));
});
