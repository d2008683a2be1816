import type { TestContext } from 'node:test';
import { Forwarder } from '../../support/kinesis/forwarder.ts';
import { type Answer, readBody, serveHttp } from '../../support/local-server.ts';

/** Seconds since the epoch. */
const ARRIVED = /("ApproximateArrivalTimestamp":)([\d.]+)/g;

/** Kinesis as an emulator plays it, but each record arrived so much earlier. @returns its URL */
export async function startAged(context: TestContext, kinesis: string, byMs: number): Promise<string> {
  const forwarder = new Forwarder(kinesis);
  context.after(() => forwarder.close());
  const answer: Answer = async (request, response) => {
    const { status, headers, body } = await forwarder.send(request, await readBody(request));
    response
      .writeHead(status, headers)
      .end(body.toString().replaceAll(ARRIVED, (_, name, at) => `${name}${Number(at) - byMs / 1000}`));
  };
  // At the end of the test the emulator goes before the gateway does.
  return serveHttp(context, (request, response) => Promise.resolve(answer(request, response)).catch(() => response.destroy()));
}
