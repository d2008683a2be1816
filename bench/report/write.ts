import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartsOf } from './charts.ts';
import type { Result } from './result.ts';

/** Writes the result and its plots to `directory`; the names of the files. */
export function writeResult(result: Result, directory: string): string[] {
  return writeFiles(result, chartsOf(result), directory);
}

/** Writes any result and its plots, which are SVG by the end of their file names, to `directory`; the names of the files. */
export function writeFiles(
  result: { readonly scenario: string },
  charts: Readonly<Record<string, string>>,
  directory: string,
): string[] {
  mkdirSync(directory, { recursive: true });
  const plots = Object.entries(charts).map(([what, svg]) => [`${result.scenario}-${what}.svg`, svg] as const);
  const files = [[`${result.scenario}.json`, `${JSON.stringify(result, rounded, 1)}\n`] as const, ...plots];
  for (const [name, content] of files) writeFileSync(join(directory, name), content);
  return files.map(([name]) => name);
}

/** More digits than were measured make a file hard to read. */
function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}
