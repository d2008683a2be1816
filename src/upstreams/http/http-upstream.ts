import { Pool } from 'undici';
import type { CallSignal } from '../../kernel/call-abort.ts';
import type { Upstream, UpstreamCall, UpstreamReply } from '../port.ts';
import { checkForwardHeaders } from './forward-headers.ts';
import { CALLABLE_URL_TITLE, callableUrl, DEFAULT_MAX_REPLY_BYTES } from './options.ts';
import { ReplyCollector } from './reply-collector.ts';

export interface HttpUpstreamOptions {
  /** Where every call is POSTed, path and query included; http or https, without user and password. */
  readonly url: string;
  /** Unused here: the caller of `invoke` owns time, through its signal. */
  readonly timeoutMs?: number;
  /** Names of the caller's headers to send on, in any case; content-type and accept are sent anyway. */
  readonly forwardHeaders: readonly string[];
  /** A larger reply is not read to its end, and the call fails as `tooLarge`. @default 64 MiB */
  readonly maxReplyBytes?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * How long an idle connection is kept where the server gives no `keep-alive: timeout=…`; below the shortest default of the
 * common model servers (5 s: Uvicorn, Node).
 */
const IDLE_TIMEOUT_MS = 4_000;

/** Taken off the time that a server names, for its close to be on the way already. */
const IDLE_MARGIN_MS = 1_000;

/**
 * A model behind plain HTTP. One call is one request on a kept connection; at once there are as many connections as calls.
 *
 * A server may close an idle connection just as a call is written to it. undici then waits one turn of the event loop before it
 * writes to an idle socket, and so sees a close that has already arrived and connects anew. A close still on the wire is
 * not seen: undici does not repeat a request that it has written, rightly for a POST, as nobody can tell whether the model worked
 * on it, and the call ends as `broken`. Idle connections are therefore given up before servers usually do.
 * @throws {Error} for a url or a header name that cannot be used.
 */
export function createHttpUpstream(options: HttpUpstreamOptions): Upstream {
  const url = checkUrl(options.url);
  const callerHeaders = checkForwardHeaders(options.forwardHeaders);
  const pool = openPool(url);
  const target = { path: url.pathname + url.search, maxReplyBytes: options.maxReplyBytes ?? DEFAULT_MAX_REPLY_BYTES };
  return {
    callerHeaders,
    aloneHeaders: [],
    invoke: (call, signal) => post(pool, target, call, signal),
    close: () => pool.destroy(),
  };
}

function openPool(url: URL): Pool {
  return new Pool(url.origin, {
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: CONNECT_TIMEOUT_MS,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
    keepAliveTimeoutThreshold: IDLE_MARGIN_MS,
  });
}

interface Target {
  readonly path: string;
  readonly maxReplyBytes: number;
}

function post(pool: Pool, { path, maxReplyBytes }: Target, call: UpstreamCall, signal: CallSignal): Promise<UpstreamReply> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const collector = new ReplyCollector({ resolve, reject }, signal, maxReplyBytes);
    pool.dispatch({ path, method: 'POST', headers: call.headers, body: call.body }, collector);
  });
}

/** The url itself is not told: it may hold a password. */
function checkUrl(text: string): URL {
  const url = callableUrl(text);
  if (url === undefined) throw new Error(`Expected \`url\` to be ${CALLABLE_URL_TITLE}`);
  return url;
}
