import { onlyMember } from './place.ts';
import { scan } from './scan.ts';

/** The raw bytes of the value that a pointer's keys lead to; undefined where there is none, or it is not JSON. */
export function valueAt(json: Buffer, path: readonly string[]): Buffer | undefined {
  let slice = json;
  for (const key of [...path, undefined]) {
    const found = scan(slice);
    if (found.kind !== 'found') return undefined;
    const { start, end, members, elements } = found.value;
    if (key === undefined) return slice.subarray(start, end);
    const part =
      members === undefined
        ? /^(0|[1-9]\d*)$/.test(key)
          ? elements?.[Number(key)]
          : undefined
        : onlyMember(slice, members, key)?.value;
    if (part === undefined) return undefined;
    slice = slice.subarray(part.start, part.end);
  }
  return slice;
}
