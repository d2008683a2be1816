import type { Exchange } from '../load/workload.ts';
import type { Reply } from './send.ts';

/** What became of one request. Times are in milliseconds from the start of the run. */
export interface Outcome {
  /** When it was to be sent, whatever the others did. */
  readonly dueAt: number;
  readonly sentAt: number;
  /** When all of it was with the operating system: no sooner than it was sent, so the lag that it shows is the upper bound. */
  readonly handedOverAt: number;
  /** When the last byte of the answer was here. */
  readonly endedAt: number;
  /** 0: there was no answer. */
  readonly status: number;
  /** Of an error of the gateway. */
  readonly code?: string;
  /** Whether a 200 is the caller's own answer. */
  readonly own: boolean;
  readonly hasRetryAfter: boolean;
}

export function outcomeOf(exchange: Exchange, dueAt: number, reply: Reply, startedAt: number): Outcome {
  const { status, body, hasRetryAfter } = reply;
  return {
    dueAt,
    sentAt: reply.sentAt - startedAt,
    handedOverAt: reply.handedOverAt - startedAt,
    endedAt: reply.endedAt - startedAt,
    status,
    own: status === 200 && exchange.isAnswer(body),
    hasRetryAfter,
    ...(status === 200 || status === 0 ? {} : { code: codeIn(body) }),
  };
}

function codeIn(body: string): string {
  try {
    return String((JSON.parse(body) as { code?: unknown }).code);
  } catch {
    return 'not JSON';
  }
}
