import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chartsOf } from './charts.ts';
import { jsonOf } from './json.ts';
import type { PoliciesResult } from './result.ts';

/** Writes the result and its plots to `directory`; the names of the files. */
export function writePolicies(result: PoliciesResult, directory: string): string[] {
  const charts = Object.entries(chartsOf(result.cells)).map(([what, svg]) => [`policies-${what}.svg`, svg] as const);
  const files = [['policies.json', jsonOf(result)] as const, ...charts];
  mkdirSync(directory, { recursive: true });
  for (const [name, content] of files) writeFileSync(join(directory, name), content);
  return files.map(([name]) => name);
}
