import type { FastifyRequest } from 'fastify';
import type { Guard } from '../../../auth/port.ts';
import { TidegateError } from '../../../kernel/errors.ts';

/** Asks the guard about the head of a request, before its body is read. @returns the refusal */
export function refusalAtHead(guard: Guard | undefined, request: FastifyRequest, endpoint: string): TidegateError | undefined {
  if (guard === undefined) return undefined;
  const said = guard.admit(request.raw, endpoint);
  if (said instanceof TidegateError) return said;
  request.admission = said;
  return undefined;
}

/** The rest of it, when the body is there. Who sent none has not been asked about before. @returns the refusal */
export function refusalAtBody(guard: Guard, request: FastifyRequest, endpoint: string, body: Buffer): TidegateError | undefined {
  if (request.admission === undefined) {
    const refused = refusalAtHead(guard, request, endpoint);
    if (refused !== undefined) return refused;
  }
  return request.admission?.atBody?.(body);
}
