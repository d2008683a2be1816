import type { Metric } from './metric.ts';

/** A metric that tells only some figures of another one. @param names by the names that these have there, those that they are to have */
export function selected<P, R>(metric: Metric<P, R>, names: Readonly<Record<string, string>>): Metric<P, R> {
  const nameOf = (figure: string): string | undefined => (Object.hasOwn(names, figure) ? names[figure] : undefined);
  return {
    name: metric.name,
    score: (predictions, references) => {
      const scored = metric.score(predictions, references);
      const kept = scored.figures.flatMap((figure, index) => {
        const name = nameOf(figure.name);
        return name === undefined ? [] : [{ index, figure: { ...figure, name } }];
      });
      return {
        ...scored,
        figures: kept.map(({ figure }) => figure),
        figuresOf: (draw) => {
          const values = scored.figuresOf(draw);
          return Float64Array.from(kept, ({ index }) => values[index] ?? 0);
        },
      };
    },
  };
}
