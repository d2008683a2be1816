import { onAbort } from '../../kernel/on-abort.ts';
import type { Fence } from './fence.ts';
import { Inquiry, type InquiryParts } from './inquiry.ts';
import type { Inquirer, Question } from './question.ts';

/** What is asked by one right, and given up when that ends: one registration for all of it. */
export class Inquiries {
  readonly #parts: InquiryParts;
  readonly #open = new Set<Inquiry>();
  readonly #stay: readonly (() => void)[];

  constructor(fence: Fence, parts: Omit<InquiryParts, 'fence' | 'sending' | 'over'>) {
    const { signal, sending = signal } = fence;
    this.#parts = { ...parts, fence, sending, over: (inquiry) => void this.#open.delete(inquiry) };
    this.#stay = [
      onAbort(signal, () => this.#giveUp([...this.#open], signal.reason)),
      onAbort(sending, () =>
        this.#giveUp(
          [...this.#open].filter(({ isSent }) => !isSent),
          sending.reason,
        ),
      ),
    ];
  }

  /** The inquirer may be told of the end before this returns. */
  ask(question: Question, inquirer: Inquirer): void {
    const inquiry = new Inquiry(question, inquirer, this.#parts);
    this.#open.add(inquiry);
    inquiry.begin();
  }

  /** Nothing more is asked. */
  close(): void {
    for (const stay of this.#stay) stay();
  }

  #giveUp(inquiries: readonly Inquiry[], reason: unknown): void {
    for (const inquiry of inquiries) inquiry.giveUp(reason);
  }
}
