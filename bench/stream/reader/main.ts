import { parseArgs } from 'node:util';
import { testClient } from '../../../test/support/kinesis/operator.ts';
import { readAll } from './read-all.ts';

/** A plain reader, in a process of its own as the gateway is. */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    stream: { type: 'string', default: '' },
    count: { type: 'string', default: '0' },
  },
});
const client = testClient(values.url, 60_000);
process.stdout.write(JSON.stringify(await readAll(client, values.stream, Number(values.count))));
client.destroy();
