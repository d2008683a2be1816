import type { FastifyReply, FastifyRequest } from 'fastify';
import type { CallerHeaders, EndpointPort, InferenceOutcome } from '../../endpoints/port.ts';
import { begun } from './begun.ts';
import type { BodyBudget } from './body-budget.ts';
import type { HttpDoorParts } from './parts.ts';
import { sendError } from './send-error.ts';
import { sendReply } from './send-reply.ts';
import { serverTiming } from './server-timing.ts';
import type { UnreadAnswers } from './slow/unread-answers.ts';
import { callerWishes } from './tidegate-headers.ts';

const NOTHING = Buffer.alloc(0);

export interface AnsweringParts extends HttpDoorParts {
  readonly budget: BodyBudget;
  readonly unread: UnreadAnswers;
}

/** Asks an endpoint, with what of the caller's headers it may see. @throws {TidegateError} for a header of ours that is wrong */
export type Answer = (endpoint: EndpointPort, request: FastifyRequest, reply: FastifyReply, headers: CallerHeaders) => void;

/** A request on its way: its body is held until its answer has left, and it is cancelled when its caller leaves. */
export function answering(parts: AnsweringParts): Answer {
  return (endpoint, request, reply, headers) => {
    const arrivedAt = request.arrivedAt || parts.clock.now();
    const body = Buffer.isBuffer(request.body) ? request.body : NOTHING;
    const { timeoutMs, maxWaitMs, priority } = callerWishes(request.headers);
    parts.budget.hold(body.length);
    const trace = parts.tracer?.began(begun(request, endpoint.name, arrivedAt));
    let ended = false;
    const end = (status: number, outcome: InferenceOutcome | undefined): void => {
      ended = true;
      const durationMs = parts.clock.now() - arrivedAt;
      const error = outcome?.kind === 'failed' ? outcome.error : undefined;
      const { story } = outcome ?? {};
      const event = { door: 'http', endpoint: endpoint.name, requestId: request.id, status, durationMs, story, error } as const;
      parts.listener(event);
      trace?.ended(event);
    };
    const settle = (outcome: InferenceOutcome): void => {
      if (ended) return;
      try {
        end(send(reply, request.id, outcome), outcome);
        if (outcome.kind === 'answered') parts.unread.sent(reply.raw, outcome.reply.body.length);
      } catch (thrown) {
        parts.onFault(thrown);
        reply.raw.destroy();
      }
    };
    const submitted = endpoint.submit({ headers, body, arrivedAt, timeoutMs, maxWaitMs, priority, trace }, settle);
    reply.raw.on('close', () => {
      parts.budget.giveBack(body.length);
      if (ended) return;
      submitted.cancel();
      end(499, undefined);
    });
  };
}

function send(reply: FastifyReply, requestId: string, outcome: InferenceOutcome): number {
  if (outcome.kind === 'answered') return sendReply(reply, requestId, outcome.reply, outcome.story);
  return sendError(reply.header('server-timing', serverTiming(outcome.story)), requestId, outcome.error);
}
