/** JSON's literal names, and the three that Python and TensorFlow add. */
const WORDS = new Map(['true', 'false', 'null', 'NaN', 'Infinity'].map((word) => [word.charCodeAt(0), Buffer.from(word)]));

/** The end of the literal name at `at`; where it is none, the complement (`~`) of the byte that is at fault. */
export function skipWord(body: Uint8Array, at: number): number {
  const word = WORDS.get(body[at] ?? 0);
  if (word === undefined) return ~at;
  for (let index = 1; index < word.length; index += 1) if (body[at + index] !== word[index]) return ~(at + index);
  return at + word.length;
}
