/** Time of a call: (baseMs + perUnitMs * units) * slowness * jitter. */
export interface DeviceSpec {
  readonly baseMs: number;
  readonly perUnitMs: number;
  /** Calls worked on at once, at first; those beyond wait in line. */
  readonly servers: number;
  /** What each server takes, in times of the first's; 1 for those beyond. */
  readonly slowness: readonly number[];
  /** Sigma of a lognormal factor of mean 1; 0 for none. */
  readonly jitter: number;
  /** Whether 2 % of the calls take five times as long. */
  readonly stalls: boolean;
  /** Whether it is up to 40 % slower and faster in turn. */
  readonly drifts: boolean;
  /** What happens in the middle of the measured window. */
  readonly change: 'none' | 'slower' | 'faster' | 'lost' | 'added';
  /** Whether a call's units are its rows times its longest item, in mean lengths; else they are its items. */
  readonly padded: boolean;
  /** Calls at once that it bears: one more is throttled. */
  readonly bears: number;
}

export type TrafficSpec =
  | { readonly kind: 'closed'; readonly clients: number }
  /** `load` is the share of the capacity; `keys` and `tenants` are how many there are. */
  | { readonly kind: 'poisson'; readonly load: number; readonly keys: number; readonly tenants: number }
  | { readonly kind: 'bursts'; readonly size: number }
  | { readonly kind: 'onOff' }
  | { readonly kind: 'ramp' };

/** One world to be compared in. */
export interface Cell {
  readonly name: string;
  readonly device: DeviceSpec;
  readonly traffic: TrafficSpec;
  /** From a request's arrival to when an answer is worthless. */
  readonly deadlineMs: number;
}

/** The most items of a call. */
export const MOST_ITEMS = 64;
/** What a call of that many items takes. */
export const FULL_CALL_MS = 60;
