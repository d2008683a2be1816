/** Any result and its plots, which are SVG by the end of their names, as files. */
export function filesOf(
  result: { readonly scenario: string },
  charts: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const plots = Object.entries(charts).map(([what, svg]) => [`${result.scenario}-${what}.svg`, svg]);
  return { [`${result.scenario}.json`]: `${JSON.stringify(result, rounded, 1)}\n`, ...Object.fromEntries(plots) };
}

/** More digits than were measured make a file hard to read. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
