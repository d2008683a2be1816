import { INK } from './axes.ts';
import { element, line, text } from './element.ts';
import { marker } from './marker.ts';
import type { Series } from './series.ts';

const KEY_WIDTH = 30;
/** Of a font of 13 px, on the wide side, as fonts differ. */
const CHARACTER_WIDTH = 7.3;
const SPACE = 20;
const ROW_HEIGHT = 22;

export interface Legend {
  readonly markup: string;
  readonly height: number;
}

/** The keys in as many rows as `width` demands. */
export function legend(
  at: { readonly x: number; readonly y: number; readonly width: number },
  series: readonly Series[],
): Legend {
  const keys: string[] = [];
  let left = at.x;
  let row = 0;
  for (const each of series) {
    const width = KEY_WIDTH + 6 + each.label.length * CHARACTER_WIDTH;
    if (left > at.x && left + width > at.x + at.width) {
      left = at.x;
      row += 1;
    }
    keys.push(key(left, at.y + row * ROW_HEIGHT, each));
    left += width + SPACE;
  }
  return { markup: keys.join('\n'), height: (row + 1) * ROW_HEIGHT };
}

function key(x: number, y: number, { label, style }: Series): string {
  const dash = style.dash === '' ? {} : { 'stroke-dasharray': style.dash };
  const stroke = line(x, y, x + KEY_WIDTH, y, { stroke: style.color, 'stroke-width': style.width, ...dash });
  return element('g', {}, stroke, marker(x + KEY_WIDTH / 2, y, style), text(x + KEY_WIDTH + 6, y + 4, label, { fill: INK }));
}
