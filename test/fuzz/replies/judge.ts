import { ERRORS } from '../../../src/kernel/errors.ts';
import type { Input } from '../inputs/input.ts';
import type { Reply } from './replies.ts';

/** Nobody is told more, who is not let in. */
const PUBLIC = /^\{"status":"(alive|ready|not ready)"/;

/** What is wrong with an answer; undefined when it is right. */
export function faultOf(input: Input, reply: Reply): string | undefined {
  const { status, body } = reply;
  const code = codeOf(reply);
  return (
    wrongError(reply, input, code) ??
    (status >= 500 && !isAllowed(input, code) ? `${status} ${code}` : undefined) ??
    (status < 500 && input.statuses?.includes(status) === false ? `${status}, not ${input.statuses.join(' or ')}` : undefined) ??
    (status < 400 && !input.isLetIn && !input.isHead && !PUBLIC.test(body) ? `${status} without credentials` : undefined) ??
    (input.answer === undefined || status >= 500 ? undefined : wrongAnswer(input.answer, reply))
  );
}

/** The stable code that an error names. */
export function codeOf({ status, body }: Reply): string {
  if (status < 400 || body === '') return '';
  try {
    return String((JSON.parse(Buffer.from(body, 'latin1').toString()) as { code?: unknown } | null)?.code);
  } catch {
    return 'not JSON';
  }
}

function isAllowed({ mayFail }: Input, code: string): boolean {
  return mayFail.includes(code);
}

/** Tokens are told of whole calls only, and shared out: what is told of them depends on the company. */
export function withoutUsage(body: string): string {
  return body.replace(/"usage": ?\{[^}]*\}/, '');
}

function wrongAnswer(right: string, { status, body }: Reply): string | undefined {
  if (status === 200 && withoutUsage(body) === withoutUsage(right)) return undefined;
  return `${status} with another answer than the model's own: ${body.slice(0, 200)}`;
}

function wrongError({ status, headers, body }: Reply, { isHead }: Input, code: string): string | undefined {
  if (status < 400) return undefined;
  if (status === 503 && PUBLIC.test(body)) return undefined;
  if (headers.get('content-type') !== 'application/json') return `${status} that is no JSON: ${body.slice(0, 200)}`;
  const type = headers.get('x-amzn-errortype');
  if (isHead) return type === undefined ? `${status} without a type` : undefined;
  const row = Object.hasOwn(ERRORS, code) ? ERRORS[code as keyof typeof ERRORS] : undefined;
  if (row === undefined) return `${status} with the code ${code}: ${body.slice(0, 200)}`;
  if (row.status !== status || row.type !== type) return `${code} as ${status} ${type}`;
  return headers.has('x-amzn-requestid') ? undefined : `${code} without a request id`;
}
