import { type Area, INK } from './axes.ts';
import { element, text } from './element.ts';
import { type Legend, legend } from './legend.ts';
import { panel } from './panel.ts';
import { doublingScale, evenScale, valueScale } from './scale.ts';
import type { Series } from './series.ts';

export interface PanelSpec {
  readonly yTitle: string;
  readonly series: readonly Series[];
}

export interface Figure {
  readonly title: string;
  /** Lines below the title. */
  readonly facts: readonly string[];
  readonly xTitle: string;
  /** Values of the x-axis, each twice the one before unless `xSteps` are even. */
  readonly xValues: readonly number[];
  /** @default 'doubling' */
  readonly xSteps?: 'doubling' | 'even';
  /** Side by side, with one y-scale and one set of series. */
  readonly panels: readonly PanelSpec[];
}

const MARGIN = { left: 70, right: 190, bottom: 60 };
const PLOT_HEIGHT = 340;
const PLOT_WIDTH = { alone: 680, beside: 370 };
const TITLE_Y = 32;
const FACT_HEIGHT = 19;

/** A picture of its own, white behind, so that it can be read on a dark page too. */
export function figure(spec: Figure): string {
  const areas = layOut(spec);
  const width = (areas.at(-1)?.right ?? 0) + MARGIN.right;
  const keys = keysOf(spec, width);
  const placed = areas.map((area) => ({ ...area, top: area.top + keys.height, bottom: area.bottom + keys.height }));
  const height = (placed[0]?.bottom ?? 0) + MARGIN.bottom;
  const size = { viewBox: `0 0 ${width} ${height}`, width, height };
  const paper = element('rect', { width, height, fill: '#ffffff' });
  const parts = [element('title', {}, spec.title), paper, heading(spec), keys.markup, ...panels(spec, placed)];
  return `${element('svg', { xmlns: 'http://www.w3.org/2000/svg', ...size, role: 'img', ...FONT }, `\n${parts.join('\n')}\n`)}\n`;
}

const FONT = { 'font-family': "system-ui, 'Segoe UI', 'DejaVu Sans', sans-serif", 'font-size': 13 };

/** Where the panels lie, but for the height of the keys above them. */
function layOut({ panels, facts }: Figure): Area[] {
  const width = panels.length === 1 ? PLOT_WIDTH.alone : PLOT_WIDTH.beside;
  const top = factsEnd(facts) + 40;
  return panels.map((_, i) => {
    const left = i * (MARGIN.left + width + MARGIN.right) + MARGIN.left;
    return { left, right: left + width, top, bottom: top + PLOT_HEIGHT };
  });
}

function panels({ panels, xTitle, xValues, xSteps }: Figure, areas: readonly Area[]): string[] {
  const values = panels.flatMap(({ series }) => series.flatMap(({ points }) => points.flatMap(({ y }) => [y.min, y.max])));
  const xScale = xSteps === 'even' ? evenScale : doublingScale;
  return panels.map(({ yTitle, series }, i) => {
    const area = areas[i] as Area;
    const x = xScale(xValues, { from: area.left + 16, to: area.right - 4 });
    const y = valueScale(values, { from: area.bottom, to: area.top });
    return panel({ area, x, y, titles: { x: xTitle, y: yTitle }, series });
  });
}

function keysOf({ panels, facts }: Figure, width: number): Legend {
  const at = { x: MARGIN.left, y: factsEnd(facts) + 10, width: width - MARGIN.left - 20 };
  return legend(at, panels[0]?.series ?? []);
}

function heading({ title, facts }: Figure): string {
  const lines = facts.map((fact, i) => text(MARGIN.left, TITLE_Y + (i + 1) * FACT_HEIGHT + 3, fact, { fill: '#555555' }));
  return [text(MARGIN.left, TITLE_Y, title, { 'font-size': 18, 'font-weight': 700, fill: INK }), ...lines].join('\n');
}

function factsEnd(facts: readonly string[]): number {
  return TITLE_Y + facts.length * FACT_HEIGHT + 16;
}
