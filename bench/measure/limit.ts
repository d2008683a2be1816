/** What is aimed at. */
export type Limit = { readonly atLeast: number } | { readonly atMost: number };

export function isMet(value: number, limit: Limit): boolean {
  return 'atLeast' in limit ? value >= limit.atLeast : value <= limit.atMost;
}

export function limitText(limit: Limit): string {
  return 'atLeast' in limit ? `at least ${limit.atLeast}` : `at most ${limit.atMost}`;
}
