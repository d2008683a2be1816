import { isListByNature, type Trial } from './trial.ts';

/** What is announced before anything is sent. */
export interface ProbePlan {
  readonly steps: readonly PlanStep[];
  /** The sum; never more are sent. */
  readonly calls: number;
}

export interface PlanStep {
  readonly what: string;
  /** At most. */
  readonly calls: number;
}

export function planOf(trial: Trial): ProbePlan {
  const { singles, listOfOne, joined, injected, rivals, batches, repeats } = trial;
  const own = rivals.filter(({ call }) => call === 'own').length;
  const sizes = batches.map(({ length }) => length).join(', ');
  const steps = [
    step('one request, by itself', Math.min(1, singles.length)),
    step('another one, by itself', Math.max(0, singles.length - 1)),
    step('a list of one', listOfOne === undefined || isListByNature(trial) ? 0 : 1),
    step('a list of two', joined === undefined ? 0 : 1),
    step('the first request again, if answers differ', joined === undefined && rivals.length === 0 ? 0 : 1),
    step(`the list of two without ${injected?.parameter}`, injected === undefined ? 0 : 1),
    step('a list of two in the form of other codecs', own),
    step(`batches of ${sizes}, ${repeats} times each`, batches.length * repeats),
  ].filter(({ calls }) => calls > 0);
  return { steps, calls: steps.reduce((sum, { calls }) => sum + calls, 0) };
}

function step(what: string, calls: number): PlanStep {
  return { what, calls };
}
