import type { ItemScore } from './evaluation.ts';
import type { Scored } from './metric.ts';
import type { Joined } from './records/joined.ts';

/** How many of the worst items are shown. */
const SHOWN = 50;

/** The items that went worst with the first system; of equals those that went worst with the others, then the earlier. */
export function worstFirst({ ids, references, predictions }: Joined, scored: readonly Scored[]): readonly ItemScore[] {
  const [first, ...others] = scored.map(({ columns }) => columns.map(({ values }) => values));
  const order = [...(first ?? []), ...others.flatMap(([column]) => column ?? [])];
  const compare = (a: number, b: number): number => {
    const telling = order.find((column) => column[a] !== column[b]);
    return (telling?.[a] ?? 0) - (telling?.[b] ?? 0);
  };
  return [...ids.keys()]
    .sort(compare)
    .slice(0, SHOWN)
    .map((item) => ({
      id: ids[item] ?? '',
      reference: references[item] ?? '',
      predictions: predictions.map((values) => values[item] ?? ''),
      scores: scored.map(({ columns: [column] }) => column?.values[item] ?? 0),
    }));
}
