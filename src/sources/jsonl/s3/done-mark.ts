import { createHash } from 'node:crypto';
import type { JobTerms } from '../job-file.ts';
import type { Ended } from '../output-place.ts';
import type { ObjectFacts } from './object-store.ts';

const JOB = 'tidegate-job';
const ANSWERED = 'tidegate-answered';
const FAILED = 'tidegate-failed';

/** A hash of what makes two runs one job: all of it is more than the 2 KB that may be noted beside an object. */
export function hashOf(terms: JobTerms): string {
  const entries = Object.entries(terms).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(entries)).digest('hex');
}

/** What is noted beside the objects of a job, for later runs of it. They are uploaded when it is done, so it says that, too. */
export function doneMark(terms: JobTerms, { answered, failed }: Ended): Readonly<Record<string, string>> {
  return { [JOB]: hashOf(terms), [ANSWERED]: String(answered), [FAILED]: String(failed) };
}

/** Undefined for an object that is of no job. */
export function jobOf({ metadata }: ObjectFacts): string | undefined {
  return metadata[JOB];
}

export function endedOf({ metadata }: ObjectFacts): Ended {
  return { answered: Number(metadata[ANSWERED] ?? 0), failed: Number(metadata[FAILED] ?? 0) };
}
