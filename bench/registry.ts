import type { Benchmark } from './benchmark.ts';
import { codecs } from './codecs/benchmark.ts';
import { compareResults } from './compare/benchmark.ts';
import { overload } from './overload/benchmark.ts';
import { peers } from './peers/benchmark.ts';
import { policies } from './policies/benchmark.ts';
import { benchmarkOf } from './scenarios/benchmark.ts';
import { SCENARIOS } from './scenarios/registry.ts';
import { smoke } from './smoke.ts';
import { soak } from './soak/benchmark.ts';
import { stream } from './stream/benchmark.ts';
import { transform } from './transform/benchmark.ts';

/** In the order in which they run when none is named. */
export const BENCHMARKS: readonly Benchmark[] = [
  ...SCENARIOS.map(benchmarkOf),
  overload,
  soak,
  transform,
  policies,
  codecs,
  stream,
];

/** What is only done when it is named. */
const COMMANDS: readonly Benchmark[] = [smoke, compareResults, peers];

/** All, the one of that name, or those whose names begin with it. @throws {Error} when there is none */
export function chosen(name: string | undefined): readonly Benchmark[] {
  if (name === undefined) return BENCHMARKS;
  const known = [...BENCHMARKS, ...COMMANDS];
  const found = known.filter((each) => each.name === name || each.name.startsWith(`${name}-`));
  if (found.length > 0) return found;
  throw new Error(`Expected one of ${known.map((each) => each.name).join(', ')}, got ${name}`);
}
