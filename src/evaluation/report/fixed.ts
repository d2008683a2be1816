/**
 * A number with so many decimals as Python's `format(value, '.2f')` writes it: of two that are equally near the even one, where
 * `toFixed` takes the larger. 0.125 is 0.12.
 * @param value at least 0
 */
export function fixed(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return isHalfway(value, digits) && /[13579]$/.test(text) ? (value - 10 ** -digits / 4).toFixed(digits) : text;
}

/** Whether it is exactly halfway: only odd multiples of 1/2 are, with one decimal those of 1/4, with two those of 1/8. */
function isHalfway(value: number, digits: number): boolean {
  return Math.abs(value * 2 ** (digits + 1)) % 2 === 1;
}
