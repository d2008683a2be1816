/** Who gathers requests into calls. It is told what happens in its world, and acts on it through the World. */
export interface Contestant {
  /** When it wants to be woken; Infinity for never. */
  readonly wakeAt: number;
  /** Whether it runs where the model is: then the wire lies before it, not behind it. */
  readonly isAtDevice?: boolean;
  /** The request has come. */
  arrived(request: number): void;
  /** The call is back; `ok` unless it was throttled. Its requests are to be told. */
  landed(call: number, ok: boolean): void;
  /** `wakeAt` has come. */
  woken(): void;
}
