/** A suffix, what stands in its place, and of which stems (the word without the suffix) that is true; of all when left out. */
export type SuffixRule = readonly [suffix: string, replacement: string, holds?: (stem: string) => boolean];

/** By the first rule whose suffix the word has. When that does not hold, no other is tried. */
export function applyRules(word: string, rules: readonly SuffixRule[]): string {
  const rule = rules.find(([suffix]) => word.endsWith(suffix));
  if (rule === undefined) return word;
  const [suffix, replacement, holds] = rule;
  const stem = word.slice(0, word.length - suffix.length);
  return holds === undefined || holds(stem) ? stem + replacement : word;
}
