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
  /** What the last request had of these, and what came of it: mostly the next has the same. */
  #last: { readonly caller: CallerHeaders; readonly forwarded: Headers } | undefined;
  #lastKey: KeyParts | undefined;

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

  /** What the model is sent; the same object again for headers that are alike. */
  forwarded(caller: CallerHeaders): Headers {
    const last = this.#last;
    if (last !== undefined && areAlike(this.#forwarded, last.caller, caller)) return last.forwarded;
    const forwarded: Record<string, string> = {};
    for (const name of this.#forwarded) {
      const value = single(caller[name]);
      if (value !== undefined) forwarded[name] = value;
    }
    this.#last = { caller: forwarded, forwarded };
    return forwarded;
  }

  /** Also what is compressed: no codec can take it apart. */
  goesAlone(caller: CallerHeaders): boolean {
    return caller['content-encoding'] !== undefined || this.#alone.some((name) => caller[name] !== undefined);
  }

  /**
   * Equal for requests that may share a call: whose headers are alike, whatever `layout` names, of which the codec has taken care, and
   * whose bodies are by what the codec says. Header values hold no control characters.
   */
  key(forwarded: Headers, caller: CallerHeaders, codecKey: string, layout?: readonly string[]): string {
    const last = this.#lastKey;
    const isLast = last?.forwarded === forwarded && last.codecKey === codecKey && last.layout === layout;
    if (isLast && areAlike(this.#grouping, last.grouping, caller)) return last.key;
    let key = '';
    for (const name of this.#forwarded)
      if (layout?.includes(name) !== true) key += `${meant(name, forwarded[name]) ?? '\u0001'}\u0000`;
    const grouping: Record<string, string> = {};
    for (const name of this.#grouping) {
      const value = single(caller[name]);
      if (value !== undefined) grouping[name] = value;
      key += `${value ?? '\u0001'}\u0000`;
    }
    key += codecKey;
    this.#lastKey = { forwarded, grouping, codecKey, layout, key };
    return key;
  }
}

/** A key, and what it was made of. */
interface KeyParts {
  readonly forwarded: Headers;
  readonly grouping: Headers;
  readonly codecKey: string;
  readonly layout: readonly string[] | undefined;
  readonly key: string;
}

function areAlike(names: readonly string[], one: CallerHeaders, other: CallerHeaders): boolean {
  for (const name of names) if (one[name] !== other[name]) return false;
  return true;
}

/** Any type is what who says nothing accepts (RFC 9110, section 12.5.1). */
function meant(name: string, value: string | undefined): string | undefined {
  return name === 'accept' && value === '*/*' ? undefined : value;
}

function single(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'object' ? value.join(', ') : value;
}
