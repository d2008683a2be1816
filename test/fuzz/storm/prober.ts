import { setTimeout as pause } from 'node:timers/promises';

/** A normal client beside the storm, a process of its own so that its times are not those of who makes the storm. */
export interface Probing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Probed {
  answers: number;
  slowestMs: number;
  /** Answers that were not its own. */
  wrong: string[];
}

const { url, headers } = JSON.parse(process.argv[2] ?? '') as Probing;
const probed: Probed = { answers: 0, slowestMs: 0, wrong: [] };
let isOn = true;

process.once('message', () => {
  isOn = false;
});
for (let number = 0; isOn; number += 1) {
  await probe(number);
  await pause(20);
}
process.send?.(probed, () => process.disconnect());

async function probe(number: number): Promise<void> {
  const sentAt = performance.now();
  const body = `{"instances":[${number}]}`;
  const reply = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  const text = await reply.text();
  // The first one opens the connection, and compiles what it needs.
  if (number > 0) probed.slowestMs = Math.max(probed.slowestMs, performance.now() - sentAt);
  probed.answers += 1;
  if (text !== `{"predictions":[${number}]}`) probed.wrong.push(`${reply.status} ${text.slice(0, 200)}`);
}
