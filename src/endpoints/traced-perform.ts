import type { Item, Perform } from '../batching/port.ts';
import type { CallTracer } from './events.ts';
import type { OneCall } from './perform.ts';
import type { RequestTrace } from './port.ts';
import type { Answer, Payload } from './prepared.ts';

/** Makes each call under the eyes of who traces it. */
export function tracedPerform(tracer: CallTracer, perform: OneCall): Perform<Payload, Answer> {
  return async (batch, abort) => {
    const { items, bytes, cost, reason } = batch;
    const trace = tracer.began({ items: items.length, bytes, cost, reason, requests: requestsOf(items) });
    try {
      const report = await trace.within(() => perform(batch, abort, trace));
      trace.ended(report.call);
      return report;
    } catch (thrown) {
      trace.ended('fault');
      throw thrown;
    }
  };
}

/** A request's items are neighbours in a batch. */
function requestsOf(items: readonly Item<Payload>[]): readonly RequestTrace[] {
  const requests: RequestTrace[] = [];
  for (const { payload } of items) {
    const { trace } = payload.prepared;
    if (trace !== undefined && trace !== requests.at(-1)) requests.push(trace);
  }
  return requests;
}
