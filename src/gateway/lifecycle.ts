import type { HealthPort } from '../sources/http/index.ts';

export type LifecycleState = 'starting' | 'ready' | 'draining' | 'stopped' | 'failed';

/** Where the gateway stands between its start and its end; told to the health routes and, a line a change, to the log. */
export class Lifecycle implements HealthPort {
  readonly #changed: (state: LifecycleState) => void;
  #state: LifecycleState = 'starting';

  constructor(changed: (state: LifecycleState) => void) {
    this.#changed = changed;
  }

  get state(): LifecycleState {
    return this.#state;
  }

  become(state: LifecycleState): void {
    this.#state = state;
    this.#changed(state);
  }

  notReady(): string | undefined {
    return this.#state === 'ready' ? undefined : this.#state;
  }
}
