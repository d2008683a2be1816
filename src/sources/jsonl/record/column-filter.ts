import { ParseError, shortened } from '../../../kernel/text-cursor.ts';
import { columnsOf, rowOf } from './csv-row.ts';
import type { Filter } from './filter.ts';
import { parseJsonPath, type Step } from './json-path.ts';
import { pick } from './pick.ts';

/**
 * A filter of CSV rows: `$`, or one step of indexes, a slice or `*` over the columns, as a row is to SageMaker an array of them.
 * Every index has to be there, and at least one column of a slice: there is no row without columns.
 * @throws {ParseError} for a path that is not of the subset, or goes into columns
 */
export function columnFilter(path: string): Filter {
  const [step, ...rest] = parseJsonPath(path);
  if (step === undefined) return { path, apply: (row) => row };
  if (step.kind === 'names' || rest.length > 0) {
    throw new ParseError('one step of column indexes, as in "$[0]" or "$[1:]", for CSV', shortened(path), 1);
  }
  return { path, apply: (row) => apply(row, step) };
}

function apply(row: Buffer, step: Exclude<Step, { readonly kind: 'names' }>): Buffer | undefined {
  const columns = columnsOf(row);
  const picked = columns === undefined || step.kind === 'all' ? columns : pick(columns, step);
  return picked === undefined || picked.length === 0 ? undefined : rowOf(picked);
}
