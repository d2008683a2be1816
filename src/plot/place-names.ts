import { type Area, INK } from './axes.ts';
import { text } from './element.ts';

/** What is to be written beside a point of the picture, in pixels. */
export interface Name {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly side: 'above' | 'below';
  readonly isBold: boolean;
}

/** Of a font of 13 px, on the wide side, as fonts differ. */
const CHARACTER_WIDTH = 7.3;
const HEIGHT = 14;
/** From the point to where the text begins, or ends. */
const AWAY = 10;

/** The names as markup, the first ones first: one that would cover another is left out. */
export function placeNames(names: readonly Name[], area: Area): string {
  const placed: Box[] = [];
  const written: string[] = [];
  for (const each of names) {
    const box = boxOf(each, area);
    if (placed.some((other) => overlap(box, other))) continue;
    placed.push(box);
    written.push(write(each, box));
  }
  return written.join('\n');
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly base: number;
}

/** Above to the left or below to the right, unless it would leave the picture there. */
function boxOf({ name, x, y, side }: Name, { left, right }: Area): Box {
  const width = name.length * CHARACTER_WIDTH;
  const isLeft = side === 'above' ? x - AWAY - width > left : x + AWAY + width > right;
  const from = isLeft ? x - AWAY - width : x + AWAY;
  return { left: from, right: from + width, base: y + (side === 'above' ? -8 : 18) };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && Math.abs(one.base - other.base) < HEIGHT;
}

/** With paper around the letters, so that lines do not run through them. */
function write({ name, x, isBold }: Name, { left, right, base }: Box): string {
  const isLeft = right < x;
  const paper = { stroke: '#ffffff', 'stroke-width': 4, 'paint-order': 'stroke' };
  const anchor = isLeft ? 'end' : 'start';
  return text(isLeft ? right : left, base, name, {
    fill: INK,
    'text-anchor': anchor,
    'font-weight': isBold ? 700 : 400,
    ...paper,
  });
}
