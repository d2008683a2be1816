import { jsonObject, type ServiceCall, textIn } from './service-call.ts';

/** Where an iterator reads. */
export interface ReadPlace {
  readonly stream: string;
  readonly shardId: string;
}

const MOST = 20_000;

/** Which shard an iterator reads cannot be seen in it: learnt from the replies that gave it out. */
export class KnownIterators {
  readonly #places = new Map<string, ReadPlace>();

  placeOf({ input }: ServiceCall): ReadPlace | undefined {
    return this.#places.get(textIn(input, 'ShardIterator') ?? '');
  }

  learn(call: ServiceCall, reply: Buffer): void {
    const output = jsonObject(reply);
    if (call.operation === 'GetShardIterator') {
      const shardId = textIn(call.input, 'ShardId');
      if (shardId !== undefined) this.#remember(textIn(output, 'ShardIterator'), { stream: call.name ?? '', shardId });
    } else if (call.operation === 'GetRecords') {
      this.#remember(textIn(output, 'NextShardIterator'), this.placeOf(call));
    }
  }

  #remember(iterator: string | undefined, place: ReadPlace | undefined): void {
    if (iterator === undefined || place === undefined) return;
    this.#places.set(iterator, place);
    const [oldest] = this.#places.keys();
    if (this.#places.size > MOST && oldest !== undefined) this.#places.delete(oldest);
  }
}
