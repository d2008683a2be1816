import type { Batching } from '../in-process/batching.ts';
import type { Settings } from '../peer.ts';

type Answers = ReadonlyMap<unknown, unknown>;
interface Library {
  create(config: {
    fetcher(items: readonly unknown[]): Promise<Answers>;
    resolver(answers: Answers, item: unknown): unknown;
    scheduler?: unknown;
  }): { fetch(item: unknown): Promise<unknown> };
  windowScheduler(windowMs: number): unknown;
  windowedFiniteBatchScheduler(limits: Settings): unknown;
}

export const batshitBatching: Batching = (load, settings, device) => {
  const library = load('@yornaath/batshit') as Library;
  const batcher = library.create({
    fetcher: async (items) => {
      const answers = await device(items);
      return new Map(items.map((item, i) => [item, answers[i]]));
    },
    resolver: (answers, item) => answers.get(item),
    ...scheduler(library, settings),
  });
  return (item) => batcher.fetch(item);
};

function scheduler(library: Library, settings: Settings): { scheduler?: unknown } {
  if (settings['windowMs'] === undefined) return {};
  if (settings['maxBatchSize'] === undefined) return { scheduler: library.windowScheduler(Number(settings['windowMs'])) };
  return { scheduler: library.windowedFiniteBatchScheduler(settings) };
}
