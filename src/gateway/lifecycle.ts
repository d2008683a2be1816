import type { HealthPort } from '../sources/http/index.ts';

export type LifecycleState = 'starting' | 'ready' | 'draining' | 'stopped' | 'failed';

/** Where the gateway stands between its start and its end; told to the health routes and, a line a change, to the log. */
export class Lifecycle implements HealthPort {
  readonly #changed: (state: LifecycleState) => void;
  readonly #endpointsDown: () => boolean;
  #state: LifecycleState = 'starting';

  /** @param endpointsDown whether no endpoint can be called now */
  constructor(changed: (state: LifecycleState) => void, endpointsDown: () => boolean) {
    this.#changed = changed;
    this.#endpointsDown = endpointsDown;
  }

  get state(): LifecycleState {
    return this.#state;
  }

  become(state: LifecycleState): void {
    this.#state = state;
    this.#changed(state);
  }

  isStopping(): boolean {
    return this.#state === 'draining' || this.#state === 'stopped';
  }

  notReady(): string | undefined {
    if (this.#state !== 'ready') return this.#state;
    return this.#endpointsDown() ? 'every endpoint is down' : undefined;
  }
}
