import { InputError } from '../input-error.ts';
import { familyOf, type OpenedEndpoint } from '../opened-endpoint.ts';
import { chooseSubject, messagesIn, type Subject } from '../subject.ts';
import { Experiment } from './experiment.ts';
import { find } from './findings.ts';
import { type ProbePlan, planOf } from './plan.ts';
import type { CallView, ProbeReport } from './probe-report.ts';
import type { ProbeRequest } from './probe-request.ts';
import { designTrial, isListByNature, type Trial } from './trial.ts';
import { viewOf } from './views.ts';
import { warningsOf } from './warnings.ts';

/** Enough for the largest batch that is measured. */
const WANTED = 8;

/** A probe that has sent nothing yet. */
export interface PreparedProbe {
  readonly plan: ProbePlan;
  /** Sends what the plan says, and never more. */
  run(): Promise<ProbeReport>;
}

/**
 * Decides what is to be sent to find out whether the configured codec fits the endpoint.
 * @throws {InputError} when the records are of no use for that
 */
export async function prepareProbe(endpoint: OpenedEndpoint, request: ProbeRequest): Promise<PreparedProbe> {
  const samples = familyOf(endpoint)?.samples ?? [];
  const messages = request.input === undefined ? samples : messagesIn(request.input, request.headers);
  const subject = await chooseSubject(messages, endpoint.callsBy(endpoint.codec, endpoint.upstream), WANTED);
  if (subject.kind === 'nothing' && request.input !== undefined) throw new InputError('holds no records');
  if (subject.kind === 'nothing' && endpoint.codec.isBatchable)
    throw new InputError(`expected a file of requests, for the codec \`${endpoint.codec.name}\` has no samples of its own`);
  const trial = designTrial(endpoint, subject, samples.length > 0, request.repeats);
  const plan = planOf(trial);
  return { plan, run: () => run(endpoint, request, subject, trial, plan) };
}

async function run(
  endpoint: OpenedEndpoint,
  { tolerance }: ProbeRequest,
  subject: Subject,
  trial: Trial,
  plan: ProbePlan,
): Promise<ProbeReport> {
  const experiment = new Experiment(endpoint, plan.calls);
  const { twins, ...findings } = await find(trial, apartBecause(subject), experiment, tolerance);
  return {
    endpoint: endpoint.name,
    codec: endpoint.codec.name,
    upstream: endpoint.upstreamType,
    ...findings,
    tolerance,
    plan,
    callsSent: experiment.sent,
    calls: viewsOf(trial, experiment, subject),
    warnings: warningsOf(endpoint, { ...findings, twins }),
  };
}

function apartBecause(subject: Subject): string {
  if (subject.kind === 'company') return '';
  return subject.kind === 'apart' ? subject.reason : 'the codec puts no requests together; --input FILE shows one answer';
}

function viewsOf(trial: Trial, experiment: Experiment, subject: Subject): readonly CallView[] {
  const { singles, listOfOne, joined, injected } = trial;
  const [one, other] = subject.kind === 'company' ? subject.requests.map(({ prepared }) => prepared.items.length) : [1, 1];
  const pair = (one ?? 1) + (other ?? 1);
  const ofList = isListByNature(trial) ? undefined : listOfOne;
  return [
    viewOf(experiment, 'one', one ?? 1, singles[0]),
    viewOf(experiment, 'another', other ?? 1, singles[1]),
    viewOf(experiment, 'list of one', 1, ofList),
    viewOf(experiment, 'list of two', pair, joined),
    viewOf(experiment, `list of two without ${injected?.parameter}`, pair, injected?.without),
    ...trial.rivals
      .filter(({ call }) => call === 'own')
      .map(({ family, joined: theirs }) => viewOf(experiment, `list of two of ${family.name}`, pair, theirs)),
  ].filter((view) => view !== undefined);
}
