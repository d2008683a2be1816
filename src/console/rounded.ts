/** To four significant digits: what is only drawn need not be told more exactly. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}
