import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isScenario, type Recorded } from '../recorded/recorded.ts';
import { BENCHMARKS } from '../registry.ts';
import { SCENARIOS } from '../scenarios/registry.ts';
import type { OnFile } from './page.ts';

/** What the folder has of each benchmark, in their order. */
export function onFile(directory: string): OnFile[] {
  const names = readdirSync(directory);
  return BENCHMARKS.map(({ name }) => {
    const text = names.includes(`${name}.json`) ? readFileSync(join(directory, `${name}.json`), 'utf8') : undefined;
    const result = text === undefined ? undefined : readable(name, JSON.parse(text) as Recorded);
    return {
      name,
      result,
      plots: result === undefined ? [] : plotsOf(name, names, isScenario(result) && Boolean(result.peers?.blocks.length)),
    };
  });
}

/** A run without peers leaves their earlier plots where they are. */
function plotsOf(name: string, files: readonly string[], hasPeers: boolean): string[] {
  const plots = files.filter((each) => each.startsWith(`${name}-`) && each.endsWith('.svg'));
  return plots
    .map((each) => each.slice(name.length + 1, -'.svg'.length))
    .filter((plot) => hasPeers || !plot.startsWith('peers-'));
}

function readable(name: string, recorded: Recorded): Recorded | undefined {
  return SCENARIOS.some((scenario) => scenario.name === name) && !isScenario(recorded) ? undefined : recorded;
}
