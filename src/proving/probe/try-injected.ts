import type { Message } from '../../codecs/port.ts';
import type { UpstreamReply } from '../../upstreams/port.ts';
import { compareBodies } from '../compare/compare-bodies.ts';
import type { Tolerance } from '../compare/tolerance.ts';
import type { Experiment } from './experiment.ts';
import type { InjectionView } from './probe-report.ts';
import type { Trial } from './trial.ts';

/** Sends the joined call without what the codec has added, and compares. */
export async function tryInjected(
  experiment: Experiment,
  trial: Trial,
  tolerance: Tolerance,
): Promise<InjectionView | undefined> {
  const { injected, joined } = trial;
  if (injected === undefined || joined === undefined) return undefined;
  await experiment.single(injected.without);
  const [withIt, without] = [experiment.exchange(joined), experiment.exchange(injected.without)];
  const accepted = withIt !== undefined && isSuccess(withIt.reply);
  const answers =
    accepted && without !== undefined && isSuccess(without.reply) ? answersOf(withIt.reply, without.reply, tolerance) : undefined;
  return {
    parameter: injected.parameter,
    accepted,
    statusWithout: without?.reply.status,
    answers,
    msWith: withIt?.ms,
    msWithout: without?.ms,
  };
}

function answersOf(withIt: UpstreamReply, without: UpstreamReply, tolerance: Tolerance): InjectionView['answers'] {
  const { kind } = compareBodies(bodyOf(without), bodyOf(withIt), tolerance);
  return kind === 'close' ? 'within-tolerance' : kind;
}

function bodyOf({ headers, body }: UpstreamReply): Message {
  return { headers, body: Buffer.from(body) };
}

export function isSuccess({ status }: UpstreamReply): boolean {
  return status >= 200 && status < 300;
}
