import type { EndpointPort, InferenceReply } from '../../endpoints/port.ts';
import type { TidegateError } from '../../kernel/errors.ts';

/** What is asked for one record. */
export interface Question {
  readonly headers: Parameters<EndpointPort['submit']>[0]['headers'];
  readonly body: Buffer;
  /** When it is too late to ask, in milliseconds since the Unix epoch; Infinity: never. */
  readonly worthlessAt: number;
}

/** Who asks; must not throw. What is told has come about after so many tries that count; after any of the last four nothing more is told. */
export interface Inquirer {
  /** The endpoint has room for it. Told once for each try. */
  taken(): void;
  /** It is sent again. */
  retried(error: TidegateError): void;
  answered(reply: InferenceReply, attempts: number): void;
  failed(error: TidegateError, attempts: number): void;
  expired(attempts: number): void;
  /** Nothing is known of the record: the right to ask has ended, with what the fence threw or one of its signals was aborted with. */
  givenUp(thrown: unknown): void;
}
