import type { Joined } from './joined.ts';

/** Predicted labels by the names that the references have for them. */
export function renameLabels(joined: Joined, names: Readonly<Record<string, string>>): Joined {
  const renamed = (label: string): string => (Object.hasOwn(names, label) ? (names[label] ?? label) : label);
  const predictions = joined.predictions.map((values) =>
    values.map((value) => (typeof value === 'string' ? renamed(value) : value.map(renamed))),
  );
  return { ...joined, predictions };
}
