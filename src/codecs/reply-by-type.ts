import { essenceOf } from './content-type.ts';
import type { CodecItem, Mismatch, Reply, ReplyForm, Result } from './port.ts';

/** Replies of several forms, told apart by their own content type. */
export class ReplyByType implements ReplyForm {
  readonly #byType: ReadonlyMap<string, ReplyForm>;
  readonly #otherwise: ReplyForm;

  constructor(byType: Readonly<Record<string, ReplyForm>>, otherwise: ReplyForm) {
    this.#byType = new Map(Object.entries(byType));
    this.#otherwise = otherwise;
  }

  split(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch {
    const form = this.#byType.get(essenceOf(reply.headers['content-type'])) ?? this.#otherwise;
    return form.split(reply, items);
  }
}
