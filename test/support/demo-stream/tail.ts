import { GetRecordsCommand, GetShardIteratorCommand, type KinesisClient, ListShardsCommand } from '@aws-sdk/client-kinesis';

/** A stream, read from its beginning on. */
export class Tail {
  readonly #client: KinesisClient;
  readonly #stream: string;
  #iterators: (string | undefined)[] | undefined;

  constructor(client: KinesisClient, stream: string) {
    this.#client = client;
    this.#stream = stream;
  }

  /** What is new, as JSON. */
  async next<T>(): Promise<T[]> {
    const iterators = (this.#iterators ??= await this.#begin());
    const found: T[] = [];
    for (const [shard, ShardIterator] of iterators.entries()) {
      if (ShardIterator === undefined) continue;
      const { Records = [], NextShardIterator } = await this.#client.send(new GetRecordsCommand({ ShardIterator }));
      iterators[shard] = NextShardIterator;
      for (const { Data } of Records) found.push(JSON.parse(Buffer.from(Data ?? []).toString()) as T);
    }
    return found;
  }

  async #begin(): Promise<(string | undefined)[]> {
    const StreamName = this.#stream;
    const { Shards = [] } = await this.#client.send(new ListShardsCommand({ StreamName }));
    const from = { StreamName, ShardIteratorType: 'TRIM_HORIZON' } as const;
    return Promise.all(
      Shards.map(async ({ ShardId }) => {
        const { ShardIterator } = await this.#client.send(new GetShardIteratorCommand({ ...from, ShardId }));
        return ShardIterator;
      }),
    );
  }
}
