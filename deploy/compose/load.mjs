// A load to look at: clients that each ask, read, think and ask again, and records put into the stream; now and then one that the model
// refuses, or that is no JSON. Every answer over HTTP is compared with what was asked. Prints a line every ten seconds.
import { setTimeout as pause } from 'node:timers/promises';
import { KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const { GATEWAY_URL = 'http://127.0.0.1:8080', CLIENTS = '24', RECORDS_PER_SECOND = '20', SECONDS = 'Infinity', LINE_MS = '10000' } = process.env;
const URL = `${GATEWAY_URL}/endpoints/model/invocations`;
const THINK_MS = 100;
const POISON_EVERY = 200;
const BROKEN_EVERY = 500;

const counts = { answered: 0, refused: 0, failed: 0, wrong: 0, put: 0 };
const until = performance.now() + Number(SECONDS) * 1000;
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => (stopped = true));
const goesOn = () => !stopped && performance.now() < until;

let next = 1;
function text() {
  const id = next++;
  return { id, text: id % POISON_EVERY === 0 ? `ticket ${id}: poison` : `ticket ${id}: when does the tide come in?` };
}

async function client() {
  while (goesOn()) {
    await ask(text().text).catch(() => (counts.failed += 1));
    await pause(THINK_MS * 2 * Math.random());
  }
}

async function ask(asked) {
  const body = JSON.stringify({ instances: [asked] });
  const response = await fetch(URL, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  const said = await response.json();
  if (response.ok) counts[said.predictions?.[0] === asked ? 'answered' : 'wrong'] += 1;
  else counts[asked.endsWith('poison') ? 'refused' : 'failed'] += 1;
}

async function producer() {
  const kinesis = new KinesisClient({ maxAttempts: 10, requestHandler: new NodeHttpHandler() });
  while (goesOn()) {
    const Records = Array.from({ length: Number(RECORDS_PER_SECOND) }, () => {
      const record = text();
      const data = record.id % BROKEN_EVERY === 0 ? 'no JSON' : JSON.stringify(record);
      return { Data: Buffer.from(data), PartitionKey: `customer ${record.id % 20}` };
    });
    if (Records.length > 0) {
      const sent = await kinesis.send(new PutRecordsCommand({ StreamName: 'tickets', Records })).catch(() => undefined);
      counts.put += sent === undefined ? 0 : Records.length - (sent.FailedRecordCount ?? 0);
    }
    await pause(1000);
  }
}

const tell = () => process.stdout.write(`${JSON.stringify(counts)}\n`);
const lines = setInterval(tell, Number(LINE_MS));
await Promise.all([...Array.from({ length: Number(CLIENTS) }, client), producer()]);
clearInterval(lines);
tell();
process.exit(counts.wrong === 0 ? 0 : 1);
