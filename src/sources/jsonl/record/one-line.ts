const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A valid JSON text without line ends: there they can only stand between its tokens, never inside of a string. */
export function onOneLine(json: Buffer): Buffer {
  return hasLineEnd(json) ? Buffer.from(json.toString('latin1').replaceAll(/[\r\n]/g, ''), 'latin1') : json;
}

/** A text without its last line end, where it ends with one. */
export function withoutLineEnd(text: Buffer): Buffer {
  if (text.at(-1) !== LINE_FEED) return text;
  return text.subarray(0, text.at(-2) === CARRIAGE_RETURN ? -2 : -1);
}

export function hasLineEnd(text: Buffer): boolean {
  return text.includes(LINE_FEED) || text.includes(CARRIAGE_RETURN);
}
