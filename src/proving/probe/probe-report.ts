import type { Distance, Tolerance } from '../compare/tolerance.ts';
import type { Answers, Judgement } from './judge.ts';
import type { Latency } from './latency.ts';
import type { ProbePlan } from './plan.ts';

/** One call and its answer, to be looked at. */
export interface CallView {
  readonly name: string;
  readonly items: number;
  readonly status: number;
  readonly ms: number;
  readonly requestShape: string;
  readonly request: string;
  readonly replyShape: string;
  /** The raw bytes, cut. */
  readonly reply: string;
}

/** Whether another family would do as well, or instead. */
export interface FamilyView {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly fits: boolean | undefined;
  readonly answers: Answers | undefined;
  readonly why: string;
  /** Whether it took a call of its own to find out. */
  readonly ownCall: boolean;
}

/** What comes of the parameter that the codec adds to joined calls. */
export interface InjectionView {
  readonly parameter: string;
  /** Whether the call with it succeeded. */
  readonly accepted: boolean;
  readonly statusWithout: number | undefined;
  /** The reply with it, compared with the one without. */
  readonly answers: 'equal' | 'within-tolerance' | 'different' | undefined;
  readonly msWith: number | undefined;
  readonly msWithout: number | undefined;
}

export type ProbeVerdict =
  | 'fits'
  | 'does-not-fit'
  /** Nothing of its family can share a call. */
  | 'cannot-be-batched'
  /** The request alone was not answered. */
  | 'cannot-be-called';

export interface ProbeReport {
  readonly endpoint: string;
  readonly codec: string;
  readonly upstream: string;
  readonly verdict: ProbeVerdict;
  /** Of the verdict. */
  readonly why: string;
  readonly answers: Answers | undefined;
  readonly distance: Distance | undefined;
  readonly difference: Judgement['difference'] | undefined;
  readonly tolerance: Tolerance;
  readonly plan: ProbePlan;
  readonly callsSent: number;
  readonly calls: readonly CallView[];
  readonly listOfOne: 'as-a-list' | 'in-a-shape-of-its-own' | 'failed' | undefined;
  readonly injection: InjectionView | undefined;
  readonly families: readonly FamilyView[];
  readonly latency: Latency | undefined;
  readonly warnings: readonly string[];
}
