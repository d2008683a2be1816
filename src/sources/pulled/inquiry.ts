import type { EndpointPort, InferenceOutcome, Submitted } from '../../endpoints/port.ts';
import { Backoff } from '../../kernel/backoff.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import type { Fence } from './fence.ts';
import type { Gate } from './gate.ts';
import type { Inquirer, Question } from './question.ts';
import { verdictOn } from './verdict.ts';

type Credit = Awaited<ReturnType<EndpointPort['credit']>>;

/** What all that is asked by one right has in common. */
export interface InquiryParts {
  readonly clock: Clock;
  readonly endpoint: EndpointPort;
  readonly gate: Gate;
  readonly fence: Fence;
  readonly sending: AbortSignal;
  readonly maximumRetryAttempts: number;
  readonly over: (inquiry: Inquiry) => void;
}

/**
 * One record's way through the endpoint: through the gate, into room, sent; and from the start again, after a pause,
 * when that did not bring an end. It can be given up anywhere.
 */
export class Inquiry {
  readonly #question: Question;
  readonly #inquirer: Inquirer;
  readonly #parts: InquiryParts;
  #attempts = 1;
  #backoff: Backoff | undefined;
  #sent: Submitted | undefined;
  /** Whether the gate let it through to hear how it goes. */
  #isProbe = false;
  #isOver = false;

  constructor(question: Question, inquirer: Inquirer, parts: InquiryParts) {
    this.#question = question;
    this.#inquirer = inquirer;
    this.#parts = parts;
  }

  /** Whether it is in the endpoint's hands. */
  get isSent(): boolean {
    return this.#sent !== undefined;
  }

  begin(): void {
    const { gate, sending } = this.#parts;
    if (sending.aborted) this.giveUp(sending.reason);
    else if (gate.isOpen) this.#pass();
    else
      gate.turn(sending).then(
        () => this.#probe(),
        (thrown: unknown) => this.giveUp(thrown),
      );
  }

  giveUp(thrown: unknown): void {
    if (!this.#end()) return;
    this.#sent?.cancel();
    if (this.#isProbe) this.#parts.gate.unsure();
    this.#inquirer.givenUp(thrown);
  }

  #probe(): void {
    this.#isProbe = true;
    if (this.#isOver) this.#parts.gate.unsure();
    else this.#pass();
  }

  #pass(): void {
    const { clock, gate, endpoint, sending } = this.#parts;
    const { worthlessAt, body } = this.#question;
    if (worthlessAt < Number.POSITIVE_INFINITY && clock.wallNow() > worthlessAt) {
      this.#end();
      gate.unsure();
      this.#inquirer.expired(this.#attempts - 1);
      return;
    }
    endpoint.credit(body.length, sending).then(
      (credit) => this.#admit(credit),
      (thrown: unknown) => this.giveUp(thrown),
    );
  }

  #admit(credit: Credit): void {
    const { fence, endpoint } = this.#parts;
    const { headers, body } = this.#question;
    try {
      // Room may have come after a long wait, in which the right to ask has ended; then it is given back.
      fence.check();
      if (this.#isOver) return credit.release();
      this.#inquirer.taken();
      const request = { headers, body, credit, timeoutMs: Number.POSITIVE_INFINITY };
      this.#sent = endpoint.submit(request, (outcome) => this.#heard(outcome));
    } catch (thrown) {
      credit.release();
      this.giveUp(thrown);
    }
  }

  #heard(outcome: InferenceOutcome): void {
    if (this.#isOver) return;
    this.#sent = undefined;
    this.#isProbe = false;
    if (outcome.kind === 'answered') this.#answered(outcome.reply);
    else this.#wentWrong(outcome.error);
  }

  #answered(reply: Extract<InferenceOutcome, { kind: 'answered' }>['reply']): void {
    this.#parts.gate.passed();
    this.#end();
    this.#inquirer.answered(reply, this.#attempts);
  }

  #wentWrong(error: TidegateError): void {
    const isFinal = this.#isFinal(error);
    if (isFinal && this.#parts.gate.refused()) {
      this.#end();
      this.#inquirer.failed(error, this.#attempts);
      return;
    }
    if (!isFinal && verdictOn(error.code) === 'failed') this.#attempts += 1;
    this.#inquirer.retried(error);
    this.#again(error.retryAfterMs ?? 0);
  }

  #again(afterMs: number): void {
    const { clock, sending } = this.#parts;
    this.#backoff ??= new Backoff(clock);
    this.#backoff.wait(afterMs, sending).then(
      () => this.begin(),
      (thrown: unknown) => this.giveUp(thrown),
    );
  }

  /** Whether nothing more is to be tried with the record; tells the gate what a failure says about the endpoint. */
  #isFinal(error: TidegateError): boolean {
    const { gate, maximumRetryAttempts } = this.#parts;
    const verdict = verdictOn(error.code);
    if (verdict === 'refused') return true;
    if (verdict === 'failed' && this.#attempts > maximumRetryAttempts) return true;
    if (verdict === 'stop') gate.stopped(error.retryAfterMs);
    else gate.unsure();
    return false;
  }

  /** @returns whether it was not over before */
  #end(): boolean {
    if (this.#isOver) return false;
    this.#isOver = true;
    this.#parts.over(this);
    return true;
  }
}
