import { keyNamed } from './key.ts';

/** Which parts of a body a scan shall tell: along object keys, down to lists. */
export interface Want {
  /** Whether the elements are told where the value is an array. */
  readonly elements?: boolean;
  /**
   * What is wanted of a member, by its key, which stands from `keyStart` to `keyEnd`, quotes included. Where undefined, the
   * member is validated and told, but not looked into.
   */
  readonly member?: (body: Buffer, keyStart: number, keyEnd: number) => Want | undefined;
}

/** Wants `leaf` of the value that is reached from the root by these keys. */
export function wantPath(path: readonly string[], leaf: Want): Want {
  return path.reduceRight((want, key) => wantOneOf(new Map([[key, want]])), leaf);
}

/** Wants of each key's member what stands there for the key. */
export function wantOneOf(wants: ReadonlyMap<string, Want>): Want {
  const named = Array.from(wants, ([key, want]) => ({ isNamed: keyNamed(key), want }));
  return {
    member(body, keyStart, keyEnd) {
      for (const { isNamed, want } of named) if (isNamed(body, keyStart, keyEnd)) return want;
      return undefined;
    },
  };
}
