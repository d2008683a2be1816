import type { Headers } from '../../kernel/headers.ts';
import type { CodecItem, Envelope } from '../port.ts';
import type { EnvelopePlan } from './envelope-plan.ts';

/** The envelope of every item that JsonItemsCodec makes. */
export class PlannedEnvelope implements Envelope {
  readonly headers: Headers;
  readonly form: 'one' | 'list';
  readonly plan: EnvelopePlan;

  constructor(headers: Headers, form: 'one' | 'list', plan: EnvelopePlan) {
    this.headers = headers;
    this.form = form;
    this.plan = plan;
  }

  get before(): Buffer {
    return this.plan.before;
  }

  get after(): Buffer {
    return this.plan.after;
  }

  get rowsPerItem(): number {
    return this.plan.rowsPerItem;
  }
}

/** @throws where the items are not those of a request that JsonItemsCodec took apart: its caller is at fault */
export function envelopeOf(items: readonly CodecItem[]): PlannedEnvelope {
  const envelope = items[0]?.envelope;
  if (envelope instanceof PlannedEnvelope) return envelope;
  throw new Error('Expected items that this codec has extracted');
}
