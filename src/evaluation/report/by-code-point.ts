/** The order in which Python sorts strings. JavaScript sorts by UTF-16 units, which puts U+1F600 before U+FF21. */
export function byCodePoint(a: string, b: string): number {
  let index = 0;
  for (;;) {
    const [inA, inB] = [a.codePointAt(index), b.codePointAt(index)];
    if (inA !== inB) return (inA ?? -1) - (inB ?? -1);
    if (inA === undefined) return 0;
    index += String.fromCodePoint(inA).length;
  }
}
