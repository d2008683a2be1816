import { parseArgs } from 'node:util';
import { testClient } from '../../../test/support/kinesis/operator.ts';
import { readAll } from './read-all.ts';

/** A plain reader, in a process of its own as the gateway is. */
const { values } = parseArgs({
  options: {
    url: { type: 'string', default: '' },
    stream: { type: 'string', default: '' },
    count: { type: 'string', default: '0' },
    /** Of a record: read no faster than Kinesis allows. */
    'paced-bytes': { type: 'string' },
  },
});
const client = testClient(values.url, 60_000);
const pacedBytes = values['paced-bytes'];
const read = await readAll(
  client,
  values.stream,
  Number(values.count),
  pacedBytes === undefined ? undefined : Number(pacedBytes),
);
process.stdout.write(JSON.stringify(read));
client.destroy();
