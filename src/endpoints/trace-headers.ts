import type { Upstream } from '../upstreams/port.ts';

/** W3C Trace Context. */
const TRACE_HEADERS: readonly string[] = ['traceparent', 'tracestate'];

/** Where calls are traced they bear the place of the call in its trace: those of its callers are not sent on, and are nothing to tell requests apart by. */
export function withoutTraceHeaders({ callerHeaders, aloneHeaders }: Upstream): Pick<Upstream, 'callerHeaders' | 'aloneHeaders'> {
  return { callerHeaders: callerHeaders.filter((name) => !TRACE_HEADERS.includes(name)), aloneHeaders };
}
