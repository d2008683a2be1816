// Kinesis (kinesalite) and DynamoDB (dynalite) in one process, with the streams of tidegate.yaml. The gateway makes its lease table itself.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { CreateStreamCommand, DescribeStreamSummaryCommand, KinesisClient } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import dynalite from 'dynalite';
import kinesalite from 'kinesalite';

const { KINESIS_PORT = '4567', DYNAMODB_PORT = '8000', READY_PORT = '8001', HOST = '0.0.0.0' } = process.env;
const STREAMS = { tickets: 2, 'tickets-scored': 1, 'tickets-dead': 1 };

async function listen(server, port) {
  server.keepAliveTimeout = 60_000;
  server.listen(Number(port), HOST);
  await once(server, 'listening');
}

await listen(kinesalite({ createStreamMs: 20, shardLimit: 10 }), KINESIS_PORT);
await listen(dynalite({ createTableMs: 20 }), DYNAMODB_PORT);
const client = new KinesisClient({
  endpoint: `http://127.0.0.1:${KINESIS_PORT}`,
  region: 'us-east-1',
  // The SDK's own handler for Kinesis is of HTTP/2, which the emulator does not speak.
  requestHandler: new NodeHttpHandler(),
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
for (const [StreamName, ShardCount] of Object.entries(STREAMS)) {
  await client.send(new CreateStreamCommand({ StreamName, ShardCount }));
  const isActive = async () =>
    (await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary?.StreamStatus === 'ACTIVE';
  while (!(await isActive())) await pause(50);
}
client.destroy();
// Only now, so that whoever waits for it finds the streams.
await listen(createServer((_, response) => response.end('ready\n')), READY_PORT);
process.stdout.write(`kinesis :${KINESIS_PORT}, dynamodb :${DYNAMODB_PORT}, streams ${Object.keys(STREAMS).join(', ')}\n`);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(0));
