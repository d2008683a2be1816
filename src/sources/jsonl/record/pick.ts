import type { Step } from './json-path.ts';

export type ItemStep = Extract<Step, { readonly kind: 'indices' | 'slice' }>;

/**
 * The items of a list that a step takes: elements of an array, or columns of a row. Negative numbers count from the end.
 * @returns undefined where an index is outside of the list. Left out, it would shift the items after it; SageMaker refuses it, too
 */
export function pick<T>(items: readonly T[], step: ItemStep): readonly T[] | undefined {
  if (step.kind === 'slice') return items.slice(step.start, step.end);
  const picked: T[] = [];
  for (const index of step.indices) {
    const item = items.at(index);
    if (item === undefined) return undefined;
    picked.push(item);
  }
  return picked;
}
