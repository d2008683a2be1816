import { isOfType } from './content-type.ts';
import { alone, firstOf } from './extraction.ts';
import type { Form } from './family.ts';
import type { Codec, CodecItem, Extraction, Message, Mismatch, Reply, Result } from './port.ts';

/** Not of replies that are no text: nothing in them can be told apart. */
const TEXT = /^(?!.*(npy|npz|recordio|protobuf|image\/|audio\/|parquet|arrow|pickle))/i;

/** The codec of a family: the form that a request's content type names takes it apart; its items know how it goes on. */
export class FormCodec implements Codec {
  readonly name: string;
  readonly isBatchable: boolean;
  readonly #forms: readonly Form[];

  constructor(name: string, forms: readonly Form[]) {
    this.name = name;
    this.isBatchable = forms.length > 0;
    this.#forms = forms;
  }

  extract(request: Message): Extraction {
    const contentType = request.headers['content-type'];
    const form = this.#forms.find(({ contentTypes }) => isOfType(contentType, contentTypes));
    if (form === undefined) return alone(this.isBatchable ? 'its content type' : 'this contract cannot be batched');
    const { accept } = request.headers;
    const isTold = accept === undefined || (form.accept ?? TEXT).test(accept);
    return isTold ? form.request.extract(request) : alone('what it accepts');
  }

  join(items: readonly CodecItem[]): Message {
    return firstOf(items).envelope.join(items);
  }

  split(reply: Reply, items: readonly CodecItem[]): readonly Result[] | Mismatch {
    return firstOf(items).envelope.reply.split(reply, items);
  }

  assemble(results: readonly Result[], items: readonly CodecItem[]): Reply {
    const [first] = results;
    if (first === undefined) throw new Error('Expected at least one result');
    return first.assemble(results, items);
  }
}
