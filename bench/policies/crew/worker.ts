import { parentPort } from 'node:worker_threads';
import { CELLS } from '../cells/matrix.ts';
import { compare } from '../measure/compare.ts';

// Nobody looks at the stacks of a million refusals, and they take time.
Error.stackTraceLimit = 0;

/** A thread that compares the cells it is told the numbers of, one at a time. */
parentPort?.on('message', (index: number) => {
  const cell = CELLS[index];
  if (cell === undefined) throw new Error(`No cell ${index}`);
  void compare(cell).then((compared) => parentPort?.postMessage(compared));
});
