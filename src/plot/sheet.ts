import { INK } from './axes.ts';
import { element, escaped, text } from './element.ts';

export interface Sheet {
  readonly title: string;
  /** Lines below the title. */
  readonly facts: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Where title and facts begin. */
  readonly left: number;
}

const TITLE_Y = 32;
const FACT_HEIGHT = 19;
const FONT = { 'font-family': "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif", 'font-size': 13 };

/** A picture of its own, white behind, so that it can be read on a dark page too. `parts` are markup. */
export function sheet({ title, facts, width, height, left }: Sheet, parts: readonly string[]): string {
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  const paper = element('rect', { width, height, fill: '#ffffff' });
  const lines = facts.map((fact, i) => text(left, TITLE_Y + (i + 1) * FACT_HEIGHT + 3, fact, { fill: '#555555' }));
  const heading = [text(left, TITLE_Y, title, { 'font-size': 18, 'font-weight': 700, fill: INK }), ...lines].join('\n');
  const all = [element('title', {}, escaped(title)), paper, heading, ...parts];
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img', ...FONT }, `\n${all.join('\n')}\n`)}\n`;
}

/** Where what stands below title and facts may begin. */
export function factsEnd(facts: readonly string[]): number {
  return TITLE_Y + facts.length * FACT_HEIGHT + 16;
}
