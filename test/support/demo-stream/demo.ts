import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { freePort } from '../../../bench/processes/free-port.ts';
import { createStream, startDynalite, startKinesalite, TEST_CREDENTIALS, testClient } from '../kinesis/emulators.ts';
import { Account } from './account.ts';
import { CONFIG } from './config.ts';
import { type GatewayProcess, meanBatchSize, startGatewayProcess } from './gateway-process.ts';
import { produce } from './producer.ts';
import { Reader } from './reader.ts';
import { DEAD_LETTERS, INPUT, RESULTS } from './streams.ts';

const LOOK_MS = 250;
const COUNTS_MS = 3000;
/** How long what was sent may take to come back after the last record. */
const PATIENCE_MS = 20_000;

/**
 * A stream door at work, all of it on the loopback, until the signal, or until records were sent for so long.
 * @returns whether every record came to its end, once, as its own
 */
export async function demo(print: (line: string) => void, stop: AbortSignal, seconds?: number): Promise<boolean> {
  const [kinesis, dynamo] = await Promise.all([startKinesalite(), startDynalite()]);
  Object.assign(process.env, TEST_CREDENTIALS, { AWS_ENDPOINT_URL_KINESIS: kinesis.url, AWS_ENDPOINT_URL_DYNAMODB: dynamo.url });
  print(`kinesis      ${kinesis.url} (kinesalite), streams ${INPUT}, ${RESULTS}, ${DEAD_LETTERS}`);
  print(`dynamodb     ${dynamo.url} (dynalite), for the lease table, which the gateway makes`);
  const client = testClient(kinesis.url);
  try {
    await Promise.all([createStream(client, INPUT, 2), createStream(client, RESULTS), createStream(client, DEAD_LETTERS)]);
    return await withGateway(client, print, () =>
      seconds === undefined ? stop : AbortSignal.any([stop, AbortSignal.timeout(seconds * 1000)]),
    );
  } finally {
    client.destroy();
    await Promise.all([kinesis.close(), dynamo.close()]);
    print('stopped      kinesis, dynamodb');
  }
}

/** @param stops the signal, asked for when records begin to be sent */
async function withGateway(client: KinesisClient, print: (line: string) => void, stops: () => AbortSignal): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'tidegate-demo-'));
  try {
    const configPath = join(folder, 'config.json');
    writeFileSync(configPath, `${JSON.stringify(CONFIG, null, 2)}\n`);
    print(`config       ${configPath}\n${JSON.stringify(CONFIG, null, 2)}`);
    const gateway = await startGatewayProcess(configPath, await freePort());
    print(`gateway      ${gateway.url}, metrics at ${gateway.url}/metrics; Ctrl-C stops all`);
    const account = new Account();
    const isOrderly = await run(client, gateway, account, print, stops());
    return isOrderly && said(account, print);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In the order of the records' way: the producer stops, what was sent comes back, the gateway stops, and is read out. */
async function run(
  client: KinesisClient,
  gateway: GatewayProcess,
  account: Account,
  print: (line: string) => void,
  stop: AbortSignal,
): Promise<boolean> {
  const reader = new Reader(client, account, print);
  const producing = produce(client, account, AbortSignal.any([stop, gateway.ended]));
  let isProducing = true;
  const produced = producing.finally(() => (isProducing = false));
  let countsAt = performance.now() + COUNTS_MS;
  let until = Number.POSITIVE_INFINITY;
  while ((isProducing || !account.isEven) && performance.now() < until && !gateway.ended.aborted) {
    await pause(LOOK_MS);
    await reader.look();
    if (!isProducing && until === Number.POSITIVE_INFINITY) {
      print('stopped      the producer');
      until = performance.now() + PATIENCE_MS;
    }
    if (performance.now() < countsAt) continue;
    countsAt += COUNTS_MS;
    print(await countsLine(gateway, account));
  }
  await produced;
  const isOrderly = await gateway.stop();
  await reader.look();
  print(`stopped      the gateway${isOrderly ? '' : ', NOT IN ORDER'}`);
  return isOrderly;
}

async function countsLine({ url }: GatewayProcess, account: Account): Promise<string> {
  const { sent, answered, dead } = account.counts;
  const mean = await meanBatchSize(url).catch(() => Number.NaN);
  return `counts       sent ${sent}, answered ${answered}, dead letters ${dead}; ${mean.toFixed(1)} items a call`;
}

function said(account: Account, print: (line: string) => void): boolean {
  const { sent, answered, dead } = account.counts;
  for (const fault of account.faults) print(`FAULT        ${fault}`);
  const what = account.isEven ? 'nothing was lost' : 'RECORDS WERE LOST OR ANSWERED WRONGLY';
  print(`${what}: sent ${sent}, answered ${answered} + dead letters ${dead} = ${answered + dead}; repeated ${account.repeated}`);
  return account.isEven && sent > 0;
}
