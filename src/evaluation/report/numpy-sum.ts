/** So many are added side by side. */
const LANES = 8;
const BLOCK = 128;

/**
 * A sum in the order in which `numpy.sum` adds (pairwise, Higham, "The Accuracy of Floating Point Summation", 1993), to the last bit: an
 * average that is halfway between two decimals is then written as the packages write it.
 */
export function numpySum(values: readonly number[]): number {
  if (values.length < LANES) return values.reduce((sum, value) => sum + value, 0);
  if (values.length <= BLOCK) return blockSum(values);
  const half = Math.floor(values.length / 2);
  const middle = half - (half % LANES);
  return numpySum(values.slice(0, middle)) + numpySum(values.slice(middle));
}

function blockSum(values: readonly number[]): number {
  const rest = values.length - (values.length % LANES);
  const lane = (first: number): number =>
    values.slice(first, rest).reduce((sum, value, at) => (at % LANES === 0 ? sum + value : sum), 0);
  const pair = (first: number): number => lane(first) + lane(first + 1);
  const lanes = pair(0) + pair(2) + (pair(4) + pair(6));
  return values.slice(rest).reduce((sum, value) => sum + value, lanes);
}
