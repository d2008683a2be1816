import { systemClock } from '../../src/kernel/clock.ts';
import { deposit } from '../../src/sinks/port.ts';
import { createStdoutSink } from '../../src/sinks/stdout.ts';
import { Told } from './told.ts';

/** Run as a process of its own: puts as many records as it is told, and says on stderr how they ended. */
const count = Number(process.argv[2]);
const sink = createStdoutSink({ clock: systemClock, listener: new Told() });
const data = Buffer.from(JSON.stringify({ text: 'x'.repeat(1000) }));
const kinds = new Set<string>();
for (let put = 0; put < count; put += 1) {
  await deposit(sink, { partitionKey: 'k', data }).then(
    ({ kind }) => kinds.add(kind),
    (error: Error) => kinds.add(error.name),
  );
}
await sink.close(1000);
process.stderr.write([...kinds].join(' '));
