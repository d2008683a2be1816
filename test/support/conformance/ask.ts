import type { ConformanceServer } from './index.ts';

export interface Asked {
  readonly contentType?: string;
  readonly accept?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly text: string;
}

/** One call to a contract of the server; a body that is no text or bytes is sent as JSON. */
export async function ask(server: ConformanceServer, contract: string, body: unknown, asked: Asked = {}): Promise<Answered> {
  const response = await fetch(`${server.url}/${contract}/invocations`, {
    method: 'POST',
    headers: { 'content-type': asked.contentType ?? 'application/json', accept: asked.accept ?? '*/*', ...asked.headers },
    body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
  });
  const bytes = Buffer.from(await response.arrayBuffer());
  const contentType = response.headers.get('content-type') ?? '';
  return { status: response.status, contentType, headers: response.headers, bytes, text: bytes.toString() };
}
