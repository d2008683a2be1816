/** What stands where nothing is known. */
export const NONE = '–';

/** Number and unit. @typedef {readonly [number: string, unit: string]} Quantity */

/**
 * Three significant digits, no more than are wanted.
 * @param {number} value
 */
export function number(value) {
  if (value >= 99.95) return Math.round(value).toLocaleString('en-US');
  if (value >= 9.995) return value.toFixed(1).replace('.0', '');
  return value.toFixed(value >= 0.0995 || value === 0 ? 1 : 2).replace(/\.0+$/, '');
}

/**
 * @param {number | null | undefined} ms
 * @returns {Quantity}
 */
export function duration(ms) {
  if (ms === null || ms === undefined) return [NONE, ''];
  if (ms < 999.5) return [ms < 9.95 && ms > 0 ? ms.toFixed(1) : String(Math.round(ms)), 'ms'];
  const seconds = ms / 1000;
  if (seconds < 120) return [seconds < 9.95 ? seconds.toFixed(2) : seconds.toFixed(1), 's'];
  if (seconds < 7200) return [String(Math.floor(seconds / 60)), 'min'];
  return seconds < 172_800 ? [number(seconds / 3600), 'h'] : [number(seconds / 86_400), 'd'];
}

/**
 * @param {number} value
 * @returns {Quantity}
 */
export function bytes(value) {
  if (value < 1024) return [String(value), 'B'];
  const kib = value / 1024;
  if (kib < 1024) return [number(kib), 'KiB'];
  return kib < 1_048_576 ? [number(kib / 1024), 'MiB'] : [number(kib / 1_048_576), 'GiB'];
}

/**
 * Never 100 where it is not all, and never 0 where it is some.
 * @param {number | null | undefined} share
 */
export function percent(share) {
  if (share === null || share === undefined) return NONE;
  const value = share * 100;
  if (value === 0 || value === 100) return `${value} %`;
  if (value > 99.99) return '> 99.99 %';
  if (value > 99) return `${value.toFixed(2)} %`;
  return value < 0.1 ? '< 0.1 %' : `${value.toFixed(1)} %`;
}

/** @param {Quantity} quantity */
export function words([value, unit]) {
  return unit === '' ? value : `${value} ${unit}`;
}

/** @param {number} at wall clock, milliseconds */
export function clockTime(at) {
  return new Date(at).toLocaleTimeString('en-GB');
}
