/** Without these characters at both ends. A pattern with `+$` would take the square of the length of a run in the middle. */
export function strip(text: string, characters: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && characters.includes(text[from] ?? '')) from += 1;
  while (from < to && characters.includes(text[to - 1] ?? '')) to -= 1;
  return text.slice(from, to);
}
