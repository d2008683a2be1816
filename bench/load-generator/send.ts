import { Agent, type IncomingMessage, request as startRequest } from 'node:http';

/** Times are of `performance.now()`. */
export interface Reply {
  readonly sentAt: number;
  readonly handedOverAt: number;
  readonly endedAt: number;
  /** 0: there was no answer. */
  readonly status: number;
  readonly hasRetryAfter: boolean;
  readonly body: string;
}

type Answer = Pick<Reply, 'status' | 'hasRetryAfter' | 'body'>;

export interface Target {
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const NO_ANSWER: Answer = { status: 0, hasRetryAfter: false, body: '' };

/** Longer than any deadline: what takes so long counts as not answered. */
const TIMEOUT_MS = 30_000;

/**
 * Connections stay open, from one run to the next too, and are opened as needed, without a limit: no request waits for another
 * one's connection.
 */
const AGENT = new Agent({ keepAlive: true, maxFreeSockets: Number.POSITIVE_INFINITY, timeout: TIMEOUT_MS });

/** Sends one request. Never rejects. */
export function send(target: Target, body: string): Promise<Reply> {
  const headers = { ...target.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
  const sentAt = performance.now();
  let handedOverAt: number | undefined;
  return new Promise((resolve) => {
    const end = (answer: Answer): void => {
      const endedAt = performance.now();
      resolve({ sentAt, handedOverAt: handedOverAt ?? endedAt, endedAt, ...answer });
    };
    const request = startRequest({ ...target, method: 'POST', agent: AGENT, headers }, (response) => read(response, end));
    request.once('finish', () => (handedOverAt = performance.now()));
    request.once('timeout', () => request.destroy());
    request.once('error', () => end(NO_ANSWER));
    request.end(body);
  });
}

/** Listens itself, as a stream's own iterator costs more than all the rest. */
function read(response: IncomingMessage, end: (answer: Answer) => void): void {
  let body = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => (body += chunk));
  response.once('error', () => end(NO_ANSWER));
  response.once('end', () => {
    end({ status: response.statusCode ?? 0, hasRetryAfter: response.headers['retry-after'] !== undefined, body });
  });
}
