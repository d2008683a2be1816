/**
 * Whether something is what a document shows: numbers are any numbers, white space is any white space, and `…` is anything. What is printed
 * may go on before and after it.
 */
export function looksLike(shown: string, printed: string): boolean {
  const words = shown.trim().split(/(…|\s+|[+-]?\d[\d.,]*)/);
  const pattern = words.map((word, index) => (index % 2 === 0 ? escaped(word) : any(word))).join('');
  return new RegExp(pattern).test(printed);
}

function any(word: string): string {
  if (word === '…') return '[\\s\\S]*?';
  return /^\s+$/.test(word) ? '\\s+' : '[+-]?\\d[\\d.,]*(?:e[+-]?\\d+)?';
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
