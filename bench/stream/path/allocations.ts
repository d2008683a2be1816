import type { HeapProfiler, Session } from 'node:inspector';

type Node = HeapProfiler.SamplingHeapProfileNode;

/** Samples what is allocated from now on, collected since or not. @returns what ends it and tells the largest allocators, in bytes a record */
export async function allocations(session: Session): Promise<(records: number) => Promise<string>> {
  const sampling = {
    samplingInterval: 16_384,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  };
  await new Promise<void>((resolve) => session.post('HeapProfiler.startSampling', sampling, () => resolve()));
  return (records) =>
    new Promise((resolve) => {
      session.post('HeapProfiler.stopSampling', (_, { profile }) => resolve(told(profile.head, records)));
    });
}

function told(head: Node, records: number): string {
  const sizes = new Map<string, number>();
  let total = 0;
  const walk = ({ callFrame: { functionName, url, lineNumber }, selfSize, children }: Node): void => {
    const name = `${functionName || '(anonymous)'} ${url.split('/').slice(-3).join('/')}:${lineNumber + 1}`;
    sizes.set(name, (sizes.get(name) ?? 0) + selfSize);
    total += selfSize;
    for (const child of children) walk(child);
  };
  walk(head);
  const rows = [...sizes].toSorted(([, a], [, b]) => b - a).slice(0, 45);
  return [['in all', total] as const, ...rows]
    .map(([name, bytes]) => `${String(Math.round(bytes / records)).padStart(6)} ${name}`)
    .join('\n');
}
