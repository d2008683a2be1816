import type { Batching } from '../in-process/batching.ts';

interface Loader {
  load(item: unknown): Promise<unknown>;
}
type DataLoader = new (
  batch: (items: readonly unknown[]) => Promise<unknown[]>,
  options: { cache: boolean; maxBatchSize?: number; batchScheduleFn?: (send: () => void) => void },
) => Loader;

/** Without its cache, which would keep every request for ever. `windowMs` is the delay of its `batchScheduleFn`. */
export const dataloaderBatching: Batching = (load, { windowMs, ...settings }, device) => {
  const Library = load('dataloader') as DataLoader;
  const schedule =
    windowMs === undefined ? {} : { batchScheduleFn: (send: () => void) => void setTimeout(send, Number(windowMs)) };
  const loader = new Library(device, { cache: false, ...settings, ...schedule });
  return (item) => loader.load(item);
};
