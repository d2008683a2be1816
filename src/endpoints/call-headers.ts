import type { Headers } from '../kernel/headers.ts';
import { HOP_HEADER } from './hop.ts';
import type { CallerHeaders } from './port.ts';

/** Sent to every model when the caller gave them. */
const ALWAYS = ['content-type', 'accept', 'content-encoding', 'inference-header-content-length', HOP_HEADER];

/** A session's state, and explanations, which come in a form of their own: whatever the model, they are one caller's. */
const ALONE = ['x-amzn-sagemaker-session-id', 'x-amzn-sagemaker-enable-explanations'];

/** Which of a caller's headers the model sees, and which of all decide who shares a call. */
export class CallHeaders {
  readonly #forwarded: readonly string[];
  readonly #grouping: readonly string[];
  readonly #alone: readonly string[];
  readonly #ofFrozen = new WeakMap<CallerHeaders, Headers>();

  /**
   * @param upstream names that it forwards, and names whose presence makes a request go alone
   * @param groupBy names that join the compatibility key though the model does not see them
   */
  constructor(
    upstream: { readonly callerHeaders: readonly string[]; readonly aloneHeaders: readonly string[] },
    groupBy: readonly string[],
  ) {
    this.#forwarded = [...new Set([...ALWAYS, ...upstream.callerHeaders])];
    this.#grouping = groupBy.filter((name) => !this.#forwarded.includes(name));
    this.#alone = [...new Set([...ALONE, ...upstream.aloneHeaders])];
  }

  /** What the model is sent; the same object again for headers that cannot change, as a door has that sends the same with all. */
  forwarded(caller: CallerHeaders): Headers {
    if (!Object.isFrozen(caller)) return this.#forwardedNow(caller);
    const known = this.#ofFrozen.get(caller) ?? this.#forwardedNow(caller);
    this.#ofFrozen.set(caller, known);
    return known;
  }

  #forwardedNow(caller: CallerHeaders): Headers {
    const headers: Record<string, string> = {};
    for (const name of this.#forwarded) {
      const value = single(caller[name]);
      if (value !== undefined) headers[name] = value;
    }
    return headers;
  }

  /** Also what is compressed: no codec can take it apart. */
  goesAlone(caller: CallerHeaders): boolean {
    return caller['content-encoding'] !== undefined || this.#alone.some((name) => caller[name] !== undefined);
  }

  /**
   * Equal for requests that may share a call as far as headers go, whatever `layout` names, of which the codec has taken care.
   * Header values hold no control characters.
   */
  key(forwarded: Headers, caller: CallerHeaders, layout: readonly string[] = []): string {
    let key = '';
    for (const name of this.#forwarded) if (!layout.includes(name)) key += `${meant(name, forwarded[name]) ?? '\u0001'}\u0000`;
    for (const name of this.#grouping) key += `${single(caller[name]) ?? '\u0001'}\u0000`;
    return key;
  }
}

/** Any type is what who says nothing accepts (RFC 9110, section 12.5.1). */
function meant(name: string, value: string | undefined): string | undefined {
  return name === 'accept' && value === '*/*' ? undefined : value;
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}
