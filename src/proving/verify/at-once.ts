/** Does the work for each, so many at once; ends with the first failure, and starts nothing after it. */
export async function atOnce<T>(limit: number, all: readonly T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  const rest = all.entries();
  let stopped = false;
  const worker = async (): Promise<void> => {
    for (const [index, one] of rest) {
      if (stopped) return;
      await work(one, index).catch((error: unknown) => {
        stopped = true;
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, worker));
}
