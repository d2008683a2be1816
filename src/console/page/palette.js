const NAMES = /** @type {const} */ ([
  'ink',
  'soft',
  'grid',
  'accent',
  'queue',
  'upstream',
  'p50',
  'p95',
  'p99',
  'bad',
  'bar',
  'panel',
]);

/** @typedef {(typeof NAMES)[number]} Colour */

/** The theme's colours, for what is drawn. @type {Record<string, string>} */
let colours = {};

export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  colours = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/**
 * Asked for at each drawing, so that a change of theme shows.
 * @param {Colour} name
 */
export function colour(name) {
  return () => colours[name] ?? '#888';
}

/**
 * @param {Colour} name
 * @param {string} alpha two hexadecimal digits
 */
export function sheer(name, alpha) {
  return () => `${colours[name] ?? '#888888'}${alpha}`;
}
