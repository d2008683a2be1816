import type { InferenceReply } from '../../endpoints/port.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import type { Inquiries } from '../pulled/inquiries.ts';
import type { Inquirer } from '../pulled/question.ts';
import type { FileListener } from './events.ts';
import { failedLine, type LineFailure } from './failed-line.ts';
import type { Written } from './in-order.ts';
import type { LineForm } from './line-form.ts';

export interface LineErrandParts {
  readonly form: LineForm;
  readonly inquiries: Inquiries;
  readonly listener: FileListener;
  /** Of a line; what is larger fails. */
  readonly maxLineBytes: number;
  /** What is written for a line that failed, beside the failure. */
  readonly placeholder: Written;
}

/** Whose line it is: told one of the two. */
export interface LineOwner {
  written(written: Written): void;
  givenUp(thrown: unknown): void;
}

const NEVER = Number.POSITIVE_INFINITY;

/** One line's way: it is asked for, and its owner is told what is to be written for it. */
export class LineErrand implements Inquirer {
  readonly #number: number;
  /** Undefined for a line too long to be held. */
  readonly #body: Buffer | undefined;
  readonly #owner: LineOwner;
  readonly #parts: LineErrandParts;

  constructor(number: number, body: Buffer | undefined, owner: LineOwner, parts: LineErrandParts) {
    this.#number = number;
    this.#body = body;
    this.#owner = owner;
    this.#parts = parts;
  }

  begin(): void {
    const { form, inquiries, maxLineBytes } = this.#parts;
    const body = this.#body;
    if (body === undefined || body.length > maxLineBytes) return this.#fail(tooLarge(maxLineBytes));
    try {
      const asked = form.askedOf(body);
      if ('unreadable' in asked) this.#fail(unreadable(asked.unreadable, 0));
      else inquiries.ask({ headers: asked.headers, body: asked.body, worthlessAt: NEVER }, this);
    } catch (thrown) {
      this.givenUp(thrown);
    }
  }

  taken(): void {}

  retried(error: TidegateError): void {
    this.#parts.listener.retried(error);
  }

  answered({ headers, body: answer }: InferenceReply, attempts: number): void {
    const { form, listener } = this.#parts;
    const body = this.#body ?? Buffer.alloc(0);
    listener.heard();
    try {
      const output = form.outputOf(body, { contentType: headers['content-type'], body: answer });
      if (!Buffer.isBuffer(output)) return this.#fail(unreadable(output.unreadable, attempts));
      listener.ended('answered', body.length);
      this.#owner.written({ output });
    } catch (thrown) {
      this.givenUp(thrown);
    }
  }

  failed(error: TidegateError, attempts: number): void {
    if (hasSpoken(error)) this.#parts.listener.heard();
    this.#fail(failureOf(error, attempts));
  }

  expired(): void {
    this.givenUp(new Error('A line without an age has expired'));
  }

  givenUp(thrown: unknown): void {
    this.#owner.givenUp(thrown);
  }

  #fail(failure: LineFailure): void {
    const { listener, placeholder } = this.#parts;
    listener.ended('failed', this.#body?.length ?? 0);
    this.#owner.written({ ...placeholder, error: failedLine(this.#number, failure, this.#body) });
  }
}

function tooLarge(maxLineBytes: number): LineFailure {
  return { code: 'BODY_TOO_LARGE', message: `The record is larger than ${maxLineBytes} bytes.`, attempts: 0 };
}

function unreadable(message: string, attempts: number): LineFailure {
  return { code: 'INVALID_RECORD', message, attempts };
}

function failureOf({ code, message, original }: TidegateError, attempts: number): LineFailure {
  return { code, message, attempts, originalStatusCode: original?.statusCode };
}

/** Whether the model itself has said what is wrong; where its answer did not come, or could not be read, the status is 0. */
function hasSpoken({ original }: TidegateError): boolean {
  return original !== undefined && original.statusCode !== 0;
}
