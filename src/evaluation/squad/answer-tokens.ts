/** Python's `string.punctuation`: all of ASCII. */
const PUNCTUATION = /[!-/:-@[-`{-~]/g;
/** Between what Python's `\b` takes for word characters, which in JavaScript are those of ASCII only. */
const ARTICLES = /(?<![\p{L}\p{N}_])(?:an?|the)(?![\p{L}\p{N}_])/gu;
/**
 * What `\p{White_Space}` lacks of what Python's `str.split()` splits at: U+001C to U+001F. U+FEFF, which is in `\s`, is in
 * neither.
 */
const SEPARATORS = String.fromCharCode(0x1c, 0x1d, 0x1e, 0x1f);
const WHITE_SPACE = new RegExp(`[\\p{White_Space}${SEPARATORS}]+`, 'u');

/**
 * The words of an answer as the evaluation scripts of SQuAD normalise it: in lower case, without punctuation, without articles.
 * Lower case and word characters are those of the Unicode version that Node has.
 */
export function answerTokens(answer: string): readonly string[] {
  return answer
    .toLowerCase()
    .replaceAll(PUNCTUATION, '')
    .replaceAll(ARTICLES, ' ')
    .split(WHITE_SPACE)
    .filter((word) => word !== '');
}
