import type { EndpointCounters } from './endpoint-counters.ts';

/** What the gateway's own metrics say of a whole run, its settling time included. */
export interface GatewayFigures {
  /** Requests: answered in time, answered late or expired while waiting, refused. */
  readonly met: number;
  readonly missed: number;
  readonly shed: number;
  /** Items sent to the model, */
  readonly items: number;
  readonly itemsPerCall: number;
  /** and of them those that were not answered in time. */
  readonly lateShare: number;
}

export function gatewayFigures({ met, missed, shed, items, calls }: EndpointCounters): GatewayFigures {
  return { met, missed, shed, items, itemsPerCall: items / calls, lateShare: 1 - met / items };
}
