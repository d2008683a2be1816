import type { Bench } from '../benchmark.ts';
import type { Contestant } from '../contestants/contestant.ts';
import { gateway } from '../contestants/gateway.ts';
import { isClean } from '../load/figures.ts';
import type { OpenLoad } from '../load/load.ts';
import { numberedInstances } from '../load/numbered-instances.ts';
import { type Generator, openLoop } from '../load/open-loop.ts';
import { startGenerator } from '../measure/ceiling.ts';
import { FULL, SHORT } from '../measure/plan.ts';
import { ceilingPerSecond } from '../model-server/law.ts';
import { SERIAL } from '../model-server/laws.ts';
import { startModel } from '../model-server/start-model.ts';
import { aboutNow } from '../report/about.ts';
import type { SoakPlan } from './plan.ts';
import type { Part, SoakResult } from './result.ts';
import { slopePerHour, verdicts } from './verdicts.ts';

/** A steady load for a long time: does memory grow, is everybody answered? */
export async function runSoak(plan: SoakPlan, short: boolean, { command, programs, progress }: Bench): Promise<SoakResult> {
  const about = aboutNow(command);
  progress('soak: starting');
  const url = await startModel(programs, SERIAL);
  const endpoints = { bench: { upstream: { type: 'http', url }, codec: 'kserve-v1' } };
  const under = await gateway(programs, { name: 'gateway', label: 'Tidegate', endpoints, workloadAt: () => numberedInstances });
  const generator = await startGenerator(programs, short ? SHORT : FULL);
  const perSecond = Math.round(plan.load * ceilingPerSecond(SERIAL, SERIAL.cap));
  const load: OpenLoad = { kind: 'open', name: 'steady', pattern: { kind: 'poisson', perSecond } };
  await openLoop(generator, { settleSeconds: 0, seconds: plan.warmUpSeconds, url: under.url(load), load, seed: 0 });
  progress('soak: under load');
  const parts = await soak(under, generator, plan, load);
  const requests = parts.reduce((total, { replies }) => total + replies, 0);
  const slope = slopePerHour(parts, plan);
  return {
    scenario: 'soak',
    title: 'Soak',
    facts: `${SERIAL.facts}; Poisson arrivals, ${perSecond} a second, ${plan.load} of the capacity, for ${plan.minutes} minutes`,
    ...about,
    settings: plan,
    setup: under.setup,
    slope,
    cpuPer1000: ((parts.at(-1)?.cpuSeconds ?? Number.NaN) / requests) * 1000,
    requests,
    targets: verdicts(parts, slope),
    parts,
  };
}

async function soak(under: Contestant, generator: Generator, plan: SoakPlan, load: OpenLoad): Promise<Part[]> {
  const startedAt = performance.now();
  const minutes = (): number => (performance.now() - startedAt) / 60_000;
  const cpuBefore = under.usage?.()?.cpuSeconds ?? Number.NaN;
  const parts: Part[] = [];
  while (minutes() < plan.minutes) {
    const figures = await openLoop(generator, { ...plan.part, url: under.url(load), load, seed: plan.seed + parts.length });
    const { rssMiB, cpuSeconds } = under.usage?.() ?? { rssMiB: Number.NaN, cpuSeconds: Number.NaN };
    parts.push({ ...figures, minute: minutes(), rssMiB, cpuSeconds: cpuSeconds - cpuBefore });
  }
  return parts;
}

/** What, besides targets, was not as it must be; empty when nothing. */
export function complaints({ parts }: SoakResult): string[] {
  const voids = parts.filter(({ open }) => open?.isVoid).length;
  return [
    ...(parts.every(isClean) ? [] : ['Some requests had no answer, an error, or an answer of another’s.']),
    ...(voids === 0 ? [] : [`${voids} of ${parts.length} parts are void: the load generator was late.`]),
  ];
}
