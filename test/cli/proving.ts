import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo } from 'node:net';

/** A KServe V1 server that answers each call as `says` does, and counts them. */
export async function modelSaying(
  says: (
    instances: readonly unknown[],
    call: number,
    headers: IncomingHttpHeaders,
  ) => { readonly status?: number; readonly predictions: readonly unknown[] },
): Promise<{ readonly url: string; readonly calls: () => number; readonly close: () => Promise<void> }> {
  let calls = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      calls += 1;
      const { instances } = JSON.parse(Buffer.concat(chunks).toString()) as { readonly instances: readonly unknown[] };
      const { status = 200, predictions } = says(instances, calls, request.headers);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ predictions }));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, calls: () => calls, close };
}

export function endpointsConfig(endpoints: Readonly<Record<string, { readonly url: string; readonly codec: string }>>): string {
  const lines = Object.entries(endpoints).map(
    ([name, { url, codec }]) => `  ${name}: { upstream: { type: http, url: "${url}" }, codec: ${codec} }\n`,
  );
  return `endpoints:\n${lines.join('')}`;
}
