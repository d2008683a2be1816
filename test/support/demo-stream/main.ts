import { setMaxListeners } from 'node:events';
import { parseArgs } from 'node:util';
import { demo } from './demo.ts';

const { values } = parseArgs({ options: { seconds: { type: 'string' } } });
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
if (seconds !== undefined && !(seconds > 0)) throw new Error(`Expected a number above 0 for --seconds, got ${values.seconds}`);

const stop = new AbortController();
setMaxListeners(0, stop.signal);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Whoever asks twice does not want to wait.
    if (stop.signal.aborted) process.exit(1);
    stop.abort();
  });
}
const isEven = await demo((line) => void process.stdout.write(`${line}\n`), stop.signal, seconds);
process.exitCode = isEven ? 0 : 1;
