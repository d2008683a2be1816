/** What a JSON Pointer (RFC 6901) may look like; the empty one is the whole body. */
export const JSON_POINTER = '^(/([^~/]|~[01])*)*$';

export const JSON_POINTER_TITLE = 'a JSON Pointer, such as /instances';

/** The keys along a JSON Pointer. @throws {Error} for what is none */
export function pointerPath(pointer: string): readonly string[] {
  if (!new RegExp(JSON_POINTER).test(pointer))
    throw new Error(`Expected a JSON Pointer ("/a/b", or "" for the body), got "${pointer}"`);
  return pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}
