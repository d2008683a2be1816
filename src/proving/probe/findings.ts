import type { Message } from '../../codecs/port.ts';
import type { DirectOutcome } from '../../endpoints/direct-calls.ts';
import type { Tolerance } from '../compare/tolerance.ts';
import { tellError } from '../tell-error.ts';
import type { Experiment } from './experiment.ts';
import { isFit, type Judgement, judge, type Pair } from './judge.ts';
import { latencyOf } from './latency.ts';
import type { FamilyView, ProbeReport } from './probe-report.ts';
import type { Rival } from './rivals.ts';
import { shapeOf } from './shape.ts';
import { isListByNature, type Trial } from './trial.ts';
import { isSuccess, tryInjected } from './try-injected.ts';

/** What the calls of a probe have shown. */
export type Findings = Pick<
  ProbeReport,
  'verdict' | 'why' | 'answers' | 'distance' | 'difference' | 'listOfOne' | 'injection' | 'families' | 'latency'
> & { readonly twins: boolean };

const NONE = {
  answers: undefined,
  distance: undefined,
  difference: undefined,
  listOfOne: undefined,
  injection: undefined,
  families: [],
  latency: undefined,
  twins: false,
} satisfies Partial<Findings>;

/** @param apart why the configured codec does not put the requests together, if it does not */
export async function find(trial: Trial, apart: string, experiment: Experiment, tolerance: Tolerance): Promise<Findings> {
  const alone: Extract<DirectOutcome, { kind: 'answered' }>['reply'][] = [];
  for (const message of trial.singles) {
    const [outcome] = (await experiment.single(message)).outcomes;
    if (outcome?.kind === 'answered') alone.push(outcome.reply);
    else return { ...NONE, verdict: 'cannot-be-called', why: outcome === undefined ? 'no answer' : tellError(outcome.error) };
  }
  const [first, second] = alone;
  if (first === undefined || second === undefined) return { ...NONE, verdict: 'cannot-be-batched', why: apart };
  return findInPair(trial, [first, second], apart, experiment, tolerance);
}

async function findInPair(
  trial: Trial,
  pair: Pair,
  apart: string,
  experiment: Experiment,
  tolerance: Tolerance,
): Promise<Findings> {
  const { singles, joined } = trial;
  const judged = { pair, singles, experiment, tolerance };
  const twins = pair[0].body.equals(pair[1].body);
  if (joined === undefined) {
    const families = await judgeRivals(trial.rivals, judged);
    return { ...NONE, verdict: 'does-not-fit', why: `the codec does not put these requests together: ${apart}`, families, twins };
  }
  if (trial.listOfOne !== undefined) await experiment.single(trial.listOfOne);
  const judgement = await judge(pair, await experiment.joined(singles), tolerance, steadiness(judged));
  const fits = isFit(judgement);
  return {
    verdict: fits ? 'fits' : 'does-not-fit',
    why: judgement.why,
    answers: judgement.answers,
    distance: judgement.distance,
    difference: judgement.difference,
    listOfOne: shapeOfListOfOne(trial, joined, experiment),
    injection: await tryInjected(experiment, trial, tolerance),
    families: await judgeRivals(trial.rivals, judged),
    latency: fits && trial.batches.length > 0 ? latencyOf(await experiment.timeAll(trial.batches, trial.repeats)) : undefined,
    twins,
  };
}

interface Judged {
  readonly pair: Pair;
  readonly singles: readonly Message[];
  readonly experiment: Experiment;
  readonly tolerance: Tolerance;
}

function steadiness({ singles, experiment, tolerance }: Judged): () => Promise<boolean> {
  const [first] = singles;
  return async () => first === undefined || experiment.isSteady(first, tolerance);
}

/** Of one element, as a longer list is of several; or something else. */
function shapeOfListOfOne(trial: Trial, joined: Message, experiment: Experiment): ProbeReport['listOfOne'] {
  const { listOfOne } = trial;
  if (listOfOne === undefined || isListByNature(trial)) return undefined;
  const [one, two] = [experiment.exchange(listOfOne)?.reply, experiment.exchange(joined)?.reply];
  if (one === undefined || !isSuccess(one)) return 'failed';
  if (two === undefined || !isSuccess(two)) return undefined;
  const [ofOne, ofTwo] = [shapeOf(Buffer.from(one.body), 'uncounted'), shapeOf(Buffer.from(two.body), 'uncounted')];
  return ofOne === ofTwo ? 'as-a-list' : 'in-a-shape-of-its-own';
}

async function judgeRivals(rivals: readonly Rival[], judged: Judged): Promise<readonly FamilyView[]> {
  const views: FamilyView[] = [];
  for (const rival of rivals) {
    const { name, aliases } = rival.family;
    if (rival.call === 'none') {
      const why = 'not tried: its call would be one more than the probe allows itself';
      views.push({ name, aliases, fits: undefined, answers: undefined, why, ownCall: false });
      continue;
    }
    const judgement = await judgeRival(rival, judged);
    const { answers, why } = judgement;
    views.push({ name, aliases, fits: isFit(judgement), answers, why, ownCall: rival.call === 'own' });
  }
  return views;
}

async function judgeRival({ codec }: Rival, judged: Judged): Promise<Judgement> {
  const report = await judged.experiment.joined(judged.singles, codec);
  return judge(judged.pair, report, judged.tolerance, steadiness(judged));
}
