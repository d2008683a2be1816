const REPLACEMENT = '\ufffd';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);

/**
 * Where the first sequence of bytes begins that is not UTF-8; the length of a body that has none. Decoding puts a replacement
 * character in its place, so it is the first of these that the body does not itself spell out.
 */
export function firstInvalidUtf8(body: Buffer): number {
  const text = body.toString('utf8');
  let at = 0;
  let from = 0;
  for (let next = text.indexOf(REPLACEMENT); next >= 0; next = text.indexOf(REPLACEMENT, from)) {
    at += Buffer.byteLength(text.slice(from, next));
    const width = REPLACEMENT_BYTES.length;
    if (!body.subarray(at, at + width).equals(REPLACEMENT_BYTES)) return at;
    at += width;
    from = next + 1;
  }
  return body.length;
}
