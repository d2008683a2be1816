import type { Area } from './axes.ts';
import { type Legend, legend } from './legend.ts';
import { panel } from './panel.ts';
import { doublingScale, evenScale, valueScale } from './scale.ts';
import type { Series } from './series.ts';
import { factsEnd, sheet } from './sheet.ts';

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

export function figure(spec: Figure): string {
  const areas = layOut(spec);
  const width = (areas.at(-1)?.right ?? 0) + MARGIN.right;
  const keys = keysOf(spec, width);
  const placed = areas.map((area) => ({ ...area, top: area.top + keys.height, bottom: area.bottom + keys.height }));
  const height = (placed[0]?.bottom ?? 0) + MARGIN.bottom;
  return sheet({ ...spec, width, height, left: MARGIN.left }, [keys.markup, ...panels(spec, placed)]);
}

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
