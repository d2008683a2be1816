import type { IncomingMessage } from 'node:http';
import type { TidegateError } from '../kernel/errors.ts';

/** What a guard sees of a request. */
export type RequestHead = Pick<IncomingMessage, 'method' | 'url' | 'headers' | 'socket'>;

/** Stands for the operators' routes where an endpoint's name would stand. */
export const OPERATOR: unique symbol = Symbol('operator');

export interface Admission {
  /** What can only be judged with the whole body; absent when all is said. */
  readonly atBody?: (body: Buffer) => TidegateError | undefined;
}

/** Decides who may come in; where nothing is configured there is none, and nothing is asked. */
export interface Guard {
  /** By the head of a request, before any of its body is read. What is refused has been counted and logged. */
  admit(request: RequestHead, wanted: string | typeof OPERATOR): Admission | TidegateError;
}
