import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { type GatewayProcess, startProcess } from '../faults/gateway-process.ts';
import { startConformanceServer } from '../support/conformance/index.ts';
import { OPERATOR } from './inputs/credentials.ts';
import { inputOf, type Source } from './inputs/input-of.ts';
import { samplesOfAll } from './inputs/samples.ts';
import { afterwards } from './storm/afterwards.ts';
import { askTheModel } from './storm/ask-the-model.ts';
import { type AtRest, atRest } from './storm/at-rest.ts';
import { Census, shown, told } from './storm/census.ts';
import { gatewayConfig, guarded } from './storm/gateway-config.ts';
import { session } from './storm/session.ts';
import { startProber } from './storm/start-prober.ts';
import { storm } from './storm/storm.ts';

const INPUTS = Number(process.env['FUZZ_INPUTS'] ?? 1_000_000);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
/** One index, or the first and last of several that go over one connection: `17` or `10-19`. */
const ONLY = process.env['FUZZ_ONLY'];
/** Of all inputs, those to a gateway that asks for credentials. */
const GUARDED_SHARE = 0.2;
/** How often the gateway is left alone, and looked at. */
const PARTS = INPUTS > 100_000 ? 8 : 4;
const MIB = 1_048_576;
/**
 * What it may hold more after the last part has come once more, with the same inputs: what it remembers of spellings and keys, within bounds, is
 * the same; what leaks, leaks again.
 */
const HEAP_GROWTH_BYTES = 1.5 * MIB;
const RESIDENT_GROWTH_BYTES = 16 * MIB;
const SLOWEST_PROBE_MS = 2000;
const COLLECTOR = fileURLToPath(new URL('./storm/collect-garbage.cjs', import.meta.url));

/** In short both at once, as much of the time is waiting for clients that say nothing; else one after the other, for the sake of the figures. */
describe('fuzzing', { concurrency: INPUTS > 100_000 ? 1 : 2 }, () => {
  test('the HTTP door open to all', (context) => fuzz(context, false));
  test('the HTTP door with credentials', (context) => fuzz(context, true));
});

async function fuzz(context: TestContext, auth: boolean): Promise<void> {
  const { gateway, source } = await open(context, auth);
  const census = new Census();
  if (ONLY === undefined) await whole(context, gateway, source, census);
  else await again(context, gateway, source, census, ONLY);
  const bad = gateway.log.filter(isFault);
  assert.deepEqual(bad.slice(0, 3), [], `${bad.length} such lines`);
  assert.equal(census.failureCount, 0, 'failures');
  assert.equal(await gateway.end('SIGTERM'), 0);
}

/** That of a request that was told what is wrong, is none. */
function isFault({ level, msg, code }: Readonly<Record<string, unknown>>): boolean {
  return level === undefined || (Number(level) >= 50 && (msg !== 'request failed' || code === 'INTERNAL_FAILURE'));
}

async function open(context: TestContext, auth: boolean): Promise<{ gateway: GatewayProcess; source: Source }> {
  const model = await startConformanceServer();
  context.after(() => model.close());
  const samples = await askTheModel(model.url, samplesOfAll());
  const config = gatewayConfig([...new Set(samples.map(({ contract }) => contract))], model.url);
  const gateway = await startProcess(context, auth ? guarded(config, context) : config, { preload: COLLECTOR });
  return { gateway, source: { seed: SEED, samples, auth } };
}

async function whole(context: TestContext, gateway: GatewayProcess, source: Source, census: Census): Promise<void> {
  const inputs = Math.round(INPUTS * (source.auth ? GUARDED_SHARE : 1 - GUARDED_SHARE));
  const port = Number(new URL(gateway.url).port);
  const headers: Record<string, string> = source.auth ? { authorization: `Bearer ${OPERATOR}` } : {};
  const rests: AtRest[] = [await atRest(gateway, headers)];
  const stopProber = startProber(context, { url: `${gateway.url}/invocations`, headers });
  let ms = 0;
  const bound = (parts: number): number => Math.round((inputs * parts) / PARTS / 10) * 10;
  const silent: Promise<void>[] = [];
  for (const part of [...Array(PARTS).keys(), PARTS - 1]) {
    const startedAt = performance.now();
    silent.push(...(await storm(port, source, bound(part), bound(part + 1), census)));
    // Nothing of them is to count where memory is compared.
    if (part === PARTS - 1) await Promise.all(silent);
    ms += performance.now() - startedAt;
    rests.push(await atRest(gateway, headers));
  }
  const probed = await stopProber();
  const afterMs = await afterwards(gateway.url, source.samples, headers);
  context.diagnostic(
    `${inputs} inputs with seed ${source.seed}, and the last ${inputs - bound(PARTS - 1)} once more; ${((2 * inputs - bound(PARTS - 1)) / (ms / 1000)).toFixed(0)} a second`,
  );
  context.diagnostic(`sent: ${shown(census.byKind)}`);
  context.diagnostic(`came back: ${shown(census.byAnswer)}`);
  context.diagnostic(
    `a normal client beside them: ${probed.answers} answers, the slowest after ${probed.slowestMs.toFixed(0)} ms; each contract afterwards within ${afterMs.toFixed(0)} ms`,
  );
  context.diagnostic(`resident at rest, MiB: ${rests.map(({ residentBytes }) => (residentBytes / MIB).toFixed(0)).join(' ')}`);
  context.diagnostic(`heap at rest, MiB: ${rests.map(({ heapBytes }) => (heapBytes / MIB).toFixed(1)).join(' ')}`);
  context.diagnostic(`handles at rest: ${rests.map(({ handles, sockets }) => `${handles} (${sockets} sockets)`).join(' ')}`);
  tellFailures(context, census);
  assertNoLeak(rests);
  assert.deepEqual(probed.wrong, []);
  assert.ok(probed.slowestMs < SLOWEST_PROBE_MS, `${probed.slowestMs} ms`);
}

function assertNoLeak(rests: readonly AtRest[]): void {
  const [first, before, last] = [rests[1], rests.at(-2), rests.at(-1)];
  assert.ok(first && before && last);
  assert.ok(last.heapBytes - before.heapBytes < HEAP_GROWTH_BYTES, `heap ${before.heapBytes}, then ${last.heapBytes}`);
  const more = last.residentBytes - before.residentBytes;
  assert.ok(more < RESIDENT_GROWTH_BYTES, `resident ${before.residentBytes}, then ${last.residentBytes}`);
  assert.ok(last.sockets <= first.sockets + 2, `${first.sockets} sockets at first, ${last.sockets} at the end`);
}

/** Some inputs once more, by themselves on one connection. */
async function again(context: TestContext, gateway: GatewayProcess, source: Source, census: Census, only: string): Promise<void> {
  const [from = 0, to = from] = only.split('-').map(Number);
  const inputs = Array.from({ length: to - from + 1 }, (_, offset) => inputOf(source, from + offset));
  for (const { index, kind, bytes } of inputs) context.diagnostic(`${index}, ${kind}: ${JSON.stringify(bytes)}`);
  await session(Number(new URL(gateway.url).port), inputs, census);
  context.diagnostic(`came back: ${shown(census.byAnswer)}`);
  tellFailures(context, census);
}

function tellFailures(context: TestContext, { failures, failureCount }: Census): void {
  if (failureCount > 0) context.diagnostic(`${failureCount} failures, of which:`);
  for (const failure of failures) context.diagnostic(told(failure, SEED));
}
