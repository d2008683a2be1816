import type { Message } from '../../codecs/port.ts';
import { excerpt } from '../excerpt.ts';
import type { Experiment } from './experiment.ts';
import type { CallView } from './probe-report.ts';
import { shapeOf } from './shape.ts';

const SHOWN_BYTES = 160;

/** What was sent and answered, to be looked at; undefined when there was no answer. */
export function viewOf(experiment: Experiment, name: string, items: number, message: Message | undefined): CallView | undefined {
  const exchange = message === undefined ? undefined : experiment.exchange(message);
  if (exchange === undefined) return undefined;
  const { request, reply, ms } = exchange;
  const body = Buffer.from(reply.body);
  return {
    name,
    items,
    status: reply.status,
    ms,
    requestShape: shapeOf(request.body),
    request: excerpt(request.body, SHOWN_BYTES),
    replyShape: shapeOf(body),
    reply: excerpt(body, SHOWN_BYTES),
  };
}
