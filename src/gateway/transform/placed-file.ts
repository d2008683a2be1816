import type { FileInput } from '../../sources/jsonl/input/file-input.ts';
import type { JobTerms } from '../../sources/jsonl/job-file.ts';
import type { TransformFile } from '../../sources/jsonl/transform-job.ts';
import type { TransformRequest } from './request.ts';

export interface PlacedFile extends TransformFile {
  /** Where its failures are told of. */
  readonly errors: string;
}

/**
 * What makes two runs one job, and whether the later can go on where the earlier was.
 * @param errors where failures are told of, as seen from the output: what an output holds is only known with them
 */
export function jobOf(
  { endpoint, records }: TransformRequest,
  input: FileInput,
  errors: string,
): { terms: JobTerms; isResumable: boolean } {
  const terms = { tidegate: 1, input: input.name, version: input.version ?? 'read once', endpoint, errors, ...records };
  return { terms, isResumable: input.version !== undefined && records.assembleWith === 'Line' };
}
