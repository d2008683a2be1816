const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/** The `instances` of a KServe V1 body, as the bytes the caller wrote. */
export interface Instances {
  /** The whole array, brackets included. */
  readonly array: Buffer;
  /** Each element's bytes, without the white space around it. */
  readonly items: readonly Buffer[];
}

/**
 * Takes apart `{"instances": [...]}`, other top-level keys allowed; of a repeated key the last counts, as with JSON.parse.
 * NaN and Infinity are accepted where a number may be, as the model servers written in Python do.
 * @returns undefined when the body is something else.
 */
export function readInstances(body: Uint8Array): Instances | undefined {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  if (!isJson(bytes.toString())) return undefined;
  const json = trimmed(bytes, 0, bytes.length);
  if (json[0] !== OPEN_BRACE) return undefined;
  const array = members(json)
    .map(keyAndValue)
    .findLast(({ key }) => key === 'instances')?.value;
  return array?.[0] === OPEN_BRACKET ? { array, items: members(array) } : undefined;
}

/** A quote, an escape (which may be that of a quote), or a word. Never a whole string: one left open would be tried again and again. */
const QUOTE_ESCAPE_OR_WORD = /"|\\.|-?Infinity|NaN/gs;

function isJson(text: string): boolean {
  return parses(text) || parses(withoutWords(text));
}

/** With a number in place of each word that stands outside of strings. */
function withoutWords(text: string): string {
  let inString = false;
  return text.replace(QUOTE_ESCAPE_OR_WORD, (found) => {
    if (found === '"') inString = !inString;
    return inString || found === '"' || found.startsWith('\\') ? found : ' 0 ';
  });
}

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The raw members of a valid object or array that fills `json` from its first byte to its last. */
function members(json: Buffer): Buffer[] {
  const found: Buffer[] = [];
  let start = 1;
  for (const comma of topLevelCommas(json)) {
    found.push(trimmed(json, start, comma));
    start = comma + 1;
  }
  const last = trimmed(json, start, json.length - 1);
  return last.length === 0 ? found : [...found, last];
}

function topLevelCommas(json: Buffer): number[] {
  const commas: number[] = [];
  let depth = 0;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at];
    if (byte === QUOTE) at = stringEnd(json, at);
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
    else if (byte === COMMA && depth === 1) commas.push(at);
  }
  return commas;
}

function keyAndValue(member: Buffer): { key: unknown; value: Buffer } {
  const end = stringEnd(member, 0);
  const key: unknown = JSON.parse(member.toString('utf8', 0, end + 1));
  return { key, value: trimmed(member, member.indexOf(COLON, end) + 1, member.length) };
}

/** Index of the quote that closes the string opened at `open`. */
function stringEnd(json: Buffer, open: number): number {
  let at = open + 1;
  while (json[at] !== QUOTE) at += json[at] === BACKSLASH ? 2 : 1;
  return at;
}

/** `json` from `start` to `end` without JSON's white space at both ends. */
function trimmed(json: Buffer, start: number, end: number): Buffer {
  let from = start;
  let to = end;
  while (from < to && isSpace(json[from])) from += 1;
  while (to > from && isSpace(json[to - 1])) to -= 1;
  return json.subarray(from, to);
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
