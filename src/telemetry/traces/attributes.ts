import type { AttributeValue } from '@opentelemetry/api';

interface Row {
  readonly on: 'requests' | 'calls' | 'both';
  /** One line for docs/traces.md. */
  readonly what: string;
}

/** Every attribute that a span may have: OpenTelemetry's semantic conventions, and our own. docs/traces.md is generated from it. */
export const ATTRIBUTES = {
  'http.request.method': row('both', 'of the request; of calls where they are HTTP'),
  'http.response.status_code': row('both', 'absent when there was no answer: the caller had left, or the model did not answer'),
  'http.route': row('requests', 'the path, with the names of its parameters'),
  'url.path': row('requests', 'the path as it came, without its query'),
  'url.scheme': row('requests', '`http` or `https`'),
  'user_agent.original': row('requests', 'as the caller names itself'),
  'url.full': row('calls', '`upstream.url` without its query, where calls are HTTP'),
  'server.address': row('calls', 'the host that is called'),
  'server.port': row('calls', 'its port'),
  'rpc.system': row('calls', '`aws-api`, for SageMaker'),
  'rpc.service': row('calls', '`SageMaker Runtime`'),
  'rpc.method': row('calls', '`InvokeEndpoint`'),
  'cloud.region': row('calls', '`upstream.region`, where it is configured'),
  'error.type': row(
    'both',
    'of requests answered with a 5xx: the `code` of docs/errors.md; of calls that went wrong: the HTTP status, or the ending where there was no answer, or a good one that did not fit',
  ),
  'tidegate.endpoint': row('both', 'the name in the config; `unknown` for any other'),
  'tidegate.request.id': row('requests', '`x-amzn-requestid` of the answer, and `requestId` in the log'),
  'tidegate.error.code': row('requests', 'what the caller was told: a `code` of docs/errors.md'),
  'tidegate.client.left': row('requests', 'true when the caller left before its answer'),
  'tidegate.queue.duration': row('requests', 'from submission to its last call, in seconds'),
  'tidegate.held.duration': row(
    'requests',
    'how long it was held back for company before its first call: there was room for one; in seconds',
  ),
  'tidegate.call.duration': row('requests', 'of its last call, in seconds'),
  'tidegate.call.count': row('requests', 'calls that it was in'),
  'tidegate.call.trouble': row('requests', 'how the last of them ended that did not bring the answer'),
  'tidegate.batch.size': row('both', 'items of the call; for a request, of its last'),
  'tidegate.batch.reason': row('both', 'why it was sent as it was (docs/metrics.md)'),
  'tidegate.batch.requests': row('calls', 'traced requests with items in it; links may be fewer'),
  'tidegate.batch.bytes': row('calls', 'of the joined request'),
  'tidegate.batch.cost': row('calls', 'in the unit of the codec'),
  'tidegate.call.ending': row('calls', 'how it ended: an ending of docs/errors.md'),
} as const satisfies Record<string, Row>;

export type SpanAttributes = Partial<Record<keyof typeof ATTRIBUTES, AttributeValue>>;

function row(on: Row['on'], what: string): Row {
  return { on, what };
}
