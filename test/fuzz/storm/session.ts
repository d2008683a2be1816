import type { Input } from '../inputs/input.ts';
import { codeOf, faultOf } from '../replies/judge.ts';
import type { Reply } from '../replies/replies.ts';
import type { Census } from './census.ts';
import { Connection } from './connection.ts';

/** Sends inputs over one connection, all but the last without waiting for answers, and judges what comes back. */
export async function session(port: number, inputs: readonly Input[], census: Census): Promise<void> {
  for (let left = inputs; left.length > 0; ) left = left.slice(await connected(port, left, census));
}

/** The same for as long as the gateway leaves the connection open. @returns how many it has taken care of */
async function connected(port: number, inputs: readonly Input[], census: Census): Promise<number> {
  const connection = new Connection(port);
  const first = inputs.filter(({ ending }) => ending === 'open');
  let at = 0;
  try {
    connection.write(first.map(({ bytes }) => bytes).join(''));
    for (; at < first.length; at += 1) if (await isLast(connection, first[at] as Input, census)) return at + 1;
    const last = inputs[at];
    if (last !== undefined) await ended(connection, last, census);
  } catch (thrown) {
    const input = inputs[at];
    if (input !== undefined) census.failed(input, thrown instanceof Error ? thrown.message : String(thrown));
    return at + 1;
  } finally {
    connection.destroy();
  }
  return inputs.length;
}

/** @returns whether the gateway says that nothing follows this answer, and nothing does */
async function isLast(connection: Connection, input: Input, census: Census): Promise<boolean> {
  const reply = await owed(connection, input, census);
  if (reply.headers.get('connection') !== 'close') return false;
  census.answered(input, 'closed by the gateway');
  if ((await connection.next(false)) !== undefined) throw new Error('An answer behind the last one');
  return true;
}

/** Exactly one answer has to come. */
async function owed(connection: Connection, input: Input, census: Census): Promise<Reply> {
  const reply = await final(connection, input);
  if (reply === undefined) throw new Error(`Closed without an answer; what came of one: ${JSON.stringify(connection.rest)}`);
  judge(input, reply, census);
  return reply;
}

async function ended(connection: Connection, input: Input, census: Census): Promise<void> {
  connection.write(input.bytes);
  if (input.ending === 'reset') return gone(connection, input, census);
  if (input.ending === 'fin') connection.finish();
  if (input.isWhole) await owed(connection, input, census);
  const answers = await untilClosed(connection, input, census);
  if (input.isWhole && answers > 0) throw new Error(`${answers} answers more than one`);
  if (!input.isWhole) census.answered(input, `${answers} answers and the end`);
  if (connection.rest !== '') throw new Error(`Closed within an answer: ${connection.rest.slice(0, 200)}`);
}

/** After a turn, so that some of it has left. */
async function gone(connection: Connection, input: Input, census: Census): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, input.index % 3));
  connection.reset();
  census.answered(input, 'gone');
}

async function untilClosed(connection: Connection, input: Input, census: Census): Promise<number> {
  for (let answers = 0; ; answers += 1) {
    const reply = await final(connection, input);
    if (reply === undefined) return answers;
    judge(input, reply, census);
  }
}

/** The next answer that is not `100 Continue`. */
async function final(connection: Connection, { isHead, bytes }: Input): Promise<Reply | undefined> {
  for (;;) {
    const reply = await connection.next(isHead);
    if (reply?.status !== 100) return reply;
    if (!/expect/i.test(bytes)) throw new Error('100 Continue that nobody asked for');
  }
}

function judge(input: Input, reply: Reply, census: Census): void {
  census.answered(input, `${reply.status} ${codeOf(reply)}`.trimEnd());
  const fault = faultOf(input, reply);
  if (fault !== undefined) census.failed(input, fault);
}
