/** What of an AbortSignal is needed to give up a call; any AbortSignal will do. */
export interface CallSignal {
  readonly aborted: boolean;
  /** What it was aborted with. */
  readonly reason: unknown;
  throwIfAborted(): void;
  addEventListener(type: 'abort', leave: () => void, options?: { readonly once?: boolean }): void;
  removeEventListener(type: 'abort', leave: () => void): void;
}

/**
 * An AbortController and its signal, for one call: Node's own are event targets, and cost more to make and to collect than all else that
 * a call does here. Listeners are called once.
 */
export class CallAbort implements CallSignal {
  aborted = false;
  reason: unknown;
  #listeners: (() => void)[] = [];

  abort(reason: unknown = new DOMException('This operation was aborted', 'AbortError')): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason;
    const listeners = this.#listeners;
    this.#listeners = [];
    for (const leave of listeners) leave();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  addEventListener(_type: 'abort', leave: () => void): void {
    if (!this.aborted) this.#listeners.push(leave);
  }

  removeEventListener(_type: 'abort', leave: () => void): void {
    const index = this.#listeners.indexOf(leave);
    if (index >= 0) this.#listeners.splice(index, 1);
  }
}
