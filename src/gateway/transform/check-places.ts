import type { TransformCounts } from '../../sources/jsonl/transform-job.ts';
import type { PlacedFile } from './placed-file.ts';

export interface Checked {
  /** Of which something is to be done. */
  readonly open: readonly PlacedFile[];
  /** What became of the records of the others, of which an earlier run did all. */
  readonly done: { readonly answered: number; readonly failed: number; readonly bytes: number };
}

/** How many places are looked at at once; each may be some calls away. */
const AT_ONCE = 16;

/** @throws what the first place says that must not be written to */
export async function checkPlaces(files: readonly PlacedFile[]): Promise<Checked> {
  const open: PlacedFile[] = [];
  const done = { answered: 0, failed: 0, bytes: 0 };
  for (let from = 0; from < files.length; from += AT_ONCE) {
    const some = files.slice(from, from + AT_ONCE);
    const found = await Promise.all(some.map(async (file) => [file, await file.place.check()] as const));
    for (const [file, ended] of found) {
      if (ended === undefined) open.push(file);
      else {
        done.answered += ended.answered;
        done.failed += ended.failed;
        done.bytes += file.input.bytes ?? 0;
      }
    }
  }
  return { open, done };
}

/** The counts of a job together with what need not be done again. */
export function withDoneBefore(counts: TransformCounts, { done }: Checked): TransformCounts {
  const { skipped, doneBytes, skippedBytes } = counts;
  return {
    ...counts,
    skipped: { answered: skipped.answered + done.answered, failed: skipped.failed + done.failed },
    doneBytes: doneBytes + done.bytes,
    skippedBytes: skippedBytes + done.bytes,
  };
}
