import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { DeleteStreamCommand, type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { UserConfig } from '../../src/config/index.ts';
import { startTestGateway } from '../support/gateway.ts';
import { recordsOf } from '../support/kinesis/contents.ts';
import type { Emulator } from '../support/kinesis/emulator.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../support/kinesis/emulators.ts';
import { FaultProxy } from '../support/kinesis/fault-proxy.ts';
import { modelSaying } from './proving.ts';
import { configFile, run, runHere, start } from './tidegate.ts';

/** The SDK warns of old versions of Node. */
const QUIET = { NODE_NO_WARNINGS: '1' };

const folder = mkdtempSync(join(tmpdir(), 'tidegate-redrive-'));
let kinesis: Emulator;
let dynamo: Emulator;
let client: KinesisClient;
let model: Awaited<ReturnType<typeof modelSaying>>;
let isMended = false;
before(async () => {
  [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  Object.assign(process.env, TEST_CREDENTIALS, { AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url });
  client = testClient(kinesis.url);
  model = await modelSaying((instances) => ({
    status: instances.includes('poison') && !isMended ? 400 : 200,
    predictions: instances,
  }));
});
after(async () => {
  client.destroy();
  await Promise.all([kinesis.close(), dynamo.close(), model.close()]);
});

function configOf(name: string, onFailure: object): UserConfig {
  return {
    endpoints: { model: { upstream: { type: 'http', url: model.url }, codec: 'kserve-v1' } },
    streams: {
      [name]: {
        source: { type: 'kinesis', streamName: name, region: 'us-east-1', failoverMs: 2000, checkpointMs: 500, idleMs: 200 },
        endpoint: 'model',
        sink: { type: 'jsonl', path: join(folder, `${name}.jsonl`) },
        onFailure: onFailure as never,
      },
    },
  };
}

function fileOf(name: string, config: UserConfig): string {
  return configFile(`${name}.json`, JSON.stringify(config));
}

async function put(stream: string, texts: readonly string[]): Promise<void> {
  const Records = texts.map((text) => ({
    PartitionKey: `key of ${text}`,
    Data: Buffer.from(JSON.stringify({ instances: [text] })),
  }));
  await client.send(new PutRecordsCommand({ StreamName: stream, Records }));
}

/** Everything in a stream, as `key data`. */
async function contents(stream: string): Promise<string[]> {
  return (await recordsOf(client, stream)).map(({ partitionKey, data }) => `${partitionKey} ${data}`);
}

/** The texts that have a result. */
function results(name: string): string[] {
  return readFileSync(join(folder, `${name}.jsonl`), 'utf8')
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line).result.predictions[0]);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    if (await holds()) return;
    await setTimeout(25);
  }
  assert.fail(`never: ${what}`);
}

/** A stream whose running consumer has answered two records, and buried a third; from then on the model is mended. */
async function withDeadLetter(context: TestContext, name: string, onFailure: object, isBuried: () => boolean | Promise<boolean>) {
  await createStream(client, name, 1);
  isMended = false;
  await put(name, ['a', 'poison', 'b']);
  const config = configOf(name, onFailure);
  const gateway = await startTestGateway(config);
  context.after(() => gateway.stop());
  await until('two results and a dead letter', async () => results(name).length === 2 && (await isBuried()));
  assert.deepEqual(results(name).toSorted(), ['a', 'b']);
  isMended = true;
  return fileOf(name, config);
}

function lettersFile(name: string, lines: readonly string[]): string {
  const path = join(folder, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

function letter(stream: string, number: number, code = 'MODEL_FAILED'): string {
  const data = Buffer.from(`data ${number}`).toString('base64');
  const source = { stream, shardId: 'shardId-0', sequenceNumber: String(number), subSequenceNumber: 0 };
  return JSON.stringify({ ...source, partitionKey: `key ${number}`, error: { code, message: 'm' }, attempts: 1, data });
}

test('a dead letter of a file is put back by the real command, and its result stands in the sink', async (context) => {
  const path = join(folder, 'files.dead.jsonl');
  const dead = (): string[] => readFileSync(path, 'utf8').split('\n').slice(0, -1);
  const config = await withDeadLetter(context, 'files', { type: 'jsonl', path }, () => dead().length === 1);
  const { code, stdout, stderr } = await run(['redrive', '-c', config, '--stream', 'files'], QUIET);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  assert.equal(stdout, '1  dead letters read\n1  chosen\n1  put back\nRun again, it would put them back a second time.\n');
  await until('its result', () => results('files').length === 3);
  assert.deepEqual(results('files').toSorted(), ['a', 'b', 'poison']);
  const put = (await contents('files')).filter((text) => text.includes('poison'));
  assert.deepEqual(
    put,
    Array.from({ length: 2 }, () => 'key of poison {"instances":["poison"]}'),
  );
  assert.equal(dead().length, 1, 'it did not die again, and its letter is still there');
});

test('a dead letter of a stream is put back, once for each time that it is asked for', async (context) => {
  await createStream(client, 'streams-dead', 1);
  const onFailure = { type: 'kinesis', streamName: 'streams-dead', region: 'us-east-1' };
  const config = await withDeadLetter(context, 'streams', onFailure, async () => (await contents('streams-dead')).length === 1);
  const redrive = async (...more: readonly string[]) => {
    const { code, stdout } = await runHere(['redrive', '-c', config, '--stream', 'streams', '--json', ...more]);
    const { read, skipped, put, left, end } = JSON.parse(stdout);
    return { code, read, otherCode: skipped.otherCode, put, left, end };
  };
  const none = { code: 0, read: 1, otherCode: 0, put: 0, left: 0, end: 'done' };
  assert.deepEqual(await redrive('--dry-run'), { ...none, left: 1 });
  assert.deepEqual(await redrive('--code', 'MODEL_TIMEOUT,MODEL_FAILED'), { ...none, otherCode: 1 });
  assert.equal((await contents('streams')).length, 3, 'nothing was put');
  assert.deepEqual(await redrive('--code', 'MODEL_REFUSED'), { ...none, put: 1 });
  await until('its result', () => results('streams').length === 3);
  assert.deepEqual(await redrive(), { ...none, put: 1 });
  await until('its result again', () => results('streams').length === 4);
  assert.deepEqual(results('streams').toSorted(), ['a', 'b', 'poison', 'poison']);
});

test('lines that are no dead letters are told by their numbers; what the stream refuses ends in code 1', async () => {
  await createStream(client, 'mixed', 1);
  const config = fileOf('mixed', configOf('mixed', { type: 'discard' }));
  const refused = letter('mixed', 3).replace('"key 3"', `"${'k'.repeat(300)}"`);
  const from = lettersFile('mixed.letters', [letter('mixed', 1), 'no', letter('mixed', 2), letter('other', 9)]);
  const redrive = (file: string) => runHere(['redrive', '-c', config, '--stream', 'mixed', '--from', file]);
  const { code, stdout, stderr } = await redrive(from);
  assert.deepEqual({ code, stderr }, { code: 0, stderr: 'redrive: line 2: it is not a JSON object\n' });
  assert.match(
    stdout,
    /^4 {2}dead letters read\n1 {2}skipped: of another stream\n1 {2}skipped: malformed\n2 {2}chosen\n2 {2}put back\n/,
  );
  const second = await redrive(lettersFile('refused.letters', [refused, letter('mixed', 4)]));
  assert.equal(second.code, 1);
  assert.match(
    second.stderr,
    /redrive: line 1: The partition key is longer than 256 characters\.\ntidegate: redrive: 1 of 2 were not put back\n$/,
  );
  assert.deepEqual(await contents('mixed'), ['key 1 data 1', 'key 2 data 2', 'key 4 data 4']);
});

test('Ctrl-C stops it with code 1; it says how many were put back, and just those are in the stream', async (context) => {
  await createStream(client, 'stopped', 1);
  const proxy = await FaultProxy.start(kinesis.url);
  context.after(() => proxy.close());
  proxy.recordsPerSecond = 2000;
  const config = fileOf('stopped', configOf('stopped', { type: 'discard' }));
  const lines = Array.from({ length: 40_000 }, (_, number) => letter('stopped', number));
  const from = lettersFile('stopped.letters', lines);
  const env = { ...QUIET, AWS_ENDPOINT_URL_KINESIS: proxy.url };
  const { child, outcome } = start(['redrive', '-c', config, '--stream', 'stopped', '--from', from], env);
  await until('some are put back', async () => child.exitCode !== null || (await contents('stopped')).length > 0);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await outcome;
  const put = Number(/^tidegate: redrive: stopped; (\d+) were put back\n$/.exec(stderr)?.[1]);
  assert.equal(code, 1, stderr);
  assert.ok(put > 0 && put < lines.length, `${put}`);
  assert.doesNotMatch(stdout, /perhaps not stored/, 'what was under way came to its end');
  assert.match(stdout, new RegExp(`^Everything up to line ${put} is done\\.$`, 'm'));
  const expected = lines.slice(0, put).map((_, number) => `key ${number} data ${number}`);
  assert.deepEqual((await contents('stopped')).toSorted(), expected.toSorted());
});

test('a stream that is deleted meanwhile ends it with code 1, and the report says how far it came', async (context) => {
  await createStream(client, 'deleted', 1);
  const proxy = await FaultProxy.start(kinesis.url);
  context.after(() => proxy.close());
  proxy.recordsPerSecond = 1000;
  const { streams, ...rest } = configOf('deleted', { type: 'discard' });
  const stream = streams?.['deleted'];
  const source = { ...stream?.source, endpointUrl: proxy.url };
  const config = fileOf('deleted', { ...rest, streams: { deleted: { ...stream, source } as never } });
  const lines = Array.from({ length: 40_000 }, (_, number) => letter('deleted', number));
  const from = lettersFile('deleted.letters', lines);
  const outcome = runHere(['redrive', '-c', config, '--stream', 'deleted', '--from', from, '--json']);
  await until('some are put back', async () => (await contents('deleted')).length > 0);
  await client.send(new DeleteStreamCommand({ StreamName: 'deleted' }));
  const { code, stdout, stderr } = await outcome;
  const { end, chosen, put, unsure, left } = JSON.parse(stdout);
  assert.deepEqual([code, end, put + unsure + left], [1, 'failed', chosen]);
  assert.ok(put > 0 && put < 20_000 && unsure > 0, stdout);
  assert.match(stderr, /^tidegate: redrive: PutRecords: ResourceNotFoundException[^\n]*\n$/);
});

test('a stream that is not there, on either side, is code 1 and one line', async () => {
  await createStream(client, 'there', 1);
  const gone = configOf('gone', { type: 'discard' });
  const from = lettersFile('gone.letters', [letter('gone', 1)]);
  const noSource = await runHere(['redrive', '-c', fileOf('gone', gone), '--stream', 'gone', '--from', from]);
  assert.deepEqual([noSource.code, noSource.stdout], [1, '']);
  assert.match(noSource.stderr, /^tidegate: redrive: DescribeStreamSummary: ResourceNotFoundException[^\n]*\n$/);
  const there = configOf('there', { type: 'kinesis', streamName: 'no-dead', region: 'us-east-1' });
  const noDead = await runHere(['redrive', '-c', fileOf('there', there), '--stream', 'there', '--json']);
  assert.deepEqual([noDead.code, JSON.parse(noDead.stdout).end], [1, 'failed']);
  assert.match(noDead.stderr, /^tidegate: redrive: ListShards: ResourceNotFoundException[^\n]*\n$/);
});

test('bad usage is code 2, and says what was expected', async () => {
  const config = fileOf('usage', configOf('usage', { type: 'stdout' }));
  const misuses: readonly (readonly [args: readonly string[], said: RegExp])[] = [
    [['-c', config], /required option '--stream <name>' not specified/],
    [['-c', config, '--stream', 'usgae'], /--stream: expected one of usage; found "usgae" \(did you mean usage\?\)/],
    [['--stream', 'usage'], /--stream: expected a config with a stream; found "usage"/],
    [['-c', config, '--stream', 'usage'], /--from: expected a file, for the onFailure of usage is stdout/],
    [['-c', config, '--stream', 'usage', '--from', '/no/such'], /\/no\/such: expected a readable file, found no such file/],
    [['-c', config, '--stream', 'usage', '--code', 'x'], /Expected a code such as MODEL_FAILED/],
    [
      ['-c', config, '--stream', 'usage', '--from', lettersFile('usage.letters', [letter('usage', 1)]), '--code', 'MODEL_FAILD'],
      /--code: expected a code of docs\/errors\.md or docs\/streams\.md; found "MODEL_FAILD" \(did you mean MODEL_FAILED\?\)/,
    ],
    [['-c', config, '--stream', 'usage', '--limit', '0'], /Expected an integer >= 1/],
  ];
  for (const [args, said] of misuses) {
    const { code, stdout, stderr } = await runHere(['redrive', ...args]);
    assert.deepEqual({ code, stdout }, { code: 2, stdout: '' });
    assert.match(stderr, said);
  }
});
