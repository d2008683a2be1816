const LARGER = [40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 768, 1024, Number.POSITIVE_INFINITY];

/** Upper bounds of the classes that batch sizes are counted in: each size of its own up to 32. */
const BOUNDS: readonly number[] = [...Array.from({ length: 32 }, (_, index) => index + 1), ...LARGER];
const EXACT = 32;

export const SIZE_CLASSES = BOUNDS.length;

export function sizeClass(items: number): number {
  if (items <= EXACT) return Math.max(1, items) - 1;
  return BOUNDS.findIndex((bound) => items <= bound);
}

/** Of the classes; null: none. */
export const SIZE_BOUNDS: readonly (number | null)[] = BOUNDS.map((bound) => (Number.isFinite(bound) ? bound : null));
