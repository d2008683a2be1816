import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect as connectTcp, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { connect as connectTls } from 'node:tls';
import { issue } from '../support/certificates.ts';
import { startProcess } from './gateway-process.ts';

const CONNECTIONS = Number(process.env['IDLE_CONNECTIONS'] ?? 2000);
/** At once while they are made. */
const AT_ONCE = 100;
/** The most that one may cost the gateway in resident memory: docs/security.md states it. */
const BOUNDS = { plain: 16_384, tls: 65_536 };

const own = issue({ name: 'localhost' });

for (const [kind, bound] of Object.entries(BOUNDS)) {
  test(`${CONNECTIONS} idle ${kind} connections cost a bounded amount of memory, and those beyond the limit are closed`, async (context) => {
    const directory = mkdtempSync(join(tmpdir(), 'tidegate-idle-'));
    const [certFile, keyFile] = ['cert.pem', 'key.pem'].map((name) => join(directory, name));
    writeFileSync(certFile ?? '', own.cert);
    writeFileSync(keyFile ?? '', own.key);
    const tls = kind === 'plain' ? {} : { tls: { certFile: certFile ?? '', keyFile: keyFile ?? '' } };
    const gateway = await startProcess(context, {
      server: { keepAliveTimeoutMs: 600_000, maxConnections: CONNECTIONS, ...tls },
      endpoints: { a: { upstream: { type: 'simulated', baseMs: 1, perItemMs: 0 } } },
    });
    const port = Number(new URL(gateway.url).port);
    const open = (): Socket =>
      kind === 'plain' ? connectTcp(port, '127.0.0.1') : connectTls({ port, host: '127.0.0.1', ca: own.cert });
    const sockets: Socket[] = [];
    context.after(() => {
      for (const socket of sockets) socket.destroy();
      rmSync(directory, { recursive: true });
    });
    // The first ones bring code and buffers into memory that are there once and for all.
    for (let i = 0; i < AT_ONCE; i += 1) await ask(open()).then((socket) => socket.destroy());
    await pause(500);
    const before = gateway.residentBytes();
    while (sockets.length < CONNECTIONS) {
      const size = Math.min(AT_ONCE, CONNECTIONS - sockets.length);
      sockets.push(...(await Promise.all(Array.from({ length: size }, () => ask(open())))));
    }
    await pause(1000);
    const each = (gateway.residentBytes() - before) / CONNECTIONS;
    const last = open().on('error', () => {});
    await new Promise((resolve) => last.once('close', resolve));
    const [first] = sockets;
    if (first === undefined) throw new Error('Expected a connection');
    const still = await ask(first);
    context.diagnostic(
      `${(each / 1024).toFixed(1)} KiB each, ${((each * CONNECTIONS) / 1_048_576).toFixed(0)} MiB in all; idle gateway ${(before / 1_048_576).toFixed(0)} MiB`,
    );
    assert.ok(each < bound, `${each} bytes each`);
    assert.equal(still.destroyed, false);
  });
}

/** One request, whose answer shows that the connection is taken; it stays open. */
async function ask(socket: Socket): Promise<Socket> {
  socket.write('GET /ping HTTP/1.1\r\nhost: a\r\n\r\n');
  const [chunk] = (await once(socket, 'data')) as [Buffer];
  assert.match(chunk.toString(), /^HTTP\/1\.1 200 /);
  return socket;
}
