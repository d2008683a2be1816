import type { Question } from '../pulled/question.ts';

/** What is asked for a line, or why nothing can be. */
export type Asked = Pick<Question, 'headers' | 'body'> | { readonly unreadable: string };

/** What the endpoint answered. */
export interface LineAnswer {
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

/** What lines look like, and what becomes of them. */
export interface LineForm {
  askedOf(line: Buffer): Asked;
  /** One line of output, without its end; or why there can be none. */
  outputOf(line: Buffer, answer: LineAnswer): Buffer | { readonly unreadable: string };
}
