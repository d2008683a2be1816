import { InvalidArgumentError } from 'commander';

/** Reads a whole number of an option within bounds. */
export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const bounds = most === Number.MAX_SAFE_INTEGER ? `>= ${least}` : `from ${least} to ${most}`;
  return (text) => {
    const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Expected an integer ${bounds}.`);
  };
}

/** Reads whole numbers with commas between them. */
export function wholeNumbers(least: number, most?: number): (text: string) => readonly number[] {
  const one = wholeNumber(least, most);
  return (text) => text.split(',').map((part) => one(part.trim()));
}

/** Reads a number above 0, such as 0.5. */
export function positive(text: string): number {
  const value = notNegative(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('Expected a number > 0.');
}

/** Reads a number that is not negative, such as 1e-6. */
export function notNegative(text: string): number {
  const value = /^(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number >= 0, such as 1e-6.');
}
