import type { Batching } from '../in-process/batching.ts';

interface Options {
  readonly batchingFunction: (items: readonly unknown[]) => Promise<unknown[]>;
}
interface Library {
  readonly Batcher: new (options: Options) => { getResult(item: unknown): Promise<unknown> };
}

export const promiseBatcherBatching: Batching = (load, settings, device) => {
  const { Batcher } = load('promise-batcher') as Library;
  const batcher = new Batcher({ ...settings, batchingFunction: device });
  return (item) => batcher.getResult(item);
};
