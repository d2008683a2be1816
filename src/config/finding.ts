/** Keys and list indexes from the root. */
export type Path = readonly (string | number)[];

/** Something wrong in a config, placed by path; the source turns paths into lines and columns. */
export interface Finding {
  readonly path: Path;
  /** Which of the two to point at. */
  readonly at: 'key' | 'value';
  readonly expected: string;
  readonly found: string;
}

/** `endpoints.flan-t5.batching.groupBy[0]`. */
export function showPath(path: Path): string {
  if (path.length === 0) return '(root)';
  return path.map(showStep).join('');
}

/** Keys that would not read as one word are quoted, which also keeps a problem on one line. */
function showStep(step: string | number, depth: number): string {
  if (typeof step === 'number' || !/^[\w-]+$/.test(step)) return `[${JSON.stringify(step)}]`;
  return depth === 0 ? step : `.${step}`;
}
