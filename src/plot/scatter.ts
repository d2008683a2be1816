import { type Area, axes, INK } from './axes.ts';
import { element, escaped, line } from './element.ts';
import { legend } from './legend.ts';
import { marker } from './marker.ts';
import { placeNames } from './place-names.ts';
import { type Scale, valueScale } from './scale.ts';
import type { SeriesStyle } from './series.ts';
import { factsEnd, sheet } from './sheet.ts';

/** A place in the picture that stands for one thing measured. */
export interface Dot {
  readonly x: number;
  readonly y: number;
  /** Told when it is pointed at. */
  readonly says: string;
  /** Written beside it; left out for most, lest they cover each other. */
  readonly name?: string;
  /** Drawn so that it is seen first. */
  readonly stands?: 'out';
}

/** Dots of one kind. */
export interface DotSeries {
  readonly label: string;
  readonly style: SeriesStyle;
  readonly dots: readonly Dot[];
  /** A line through them, in their order. */
  readonly isJoined: boolean;
  /** Where names are written: above to the left, or below to the right. */
  readonly names: 'above' | 'below';
}

export interface Scatter {
  readonly title: string;
  /** Lines below the title. */
  readonly facts: readonly string[];
  readonly xTitle: string;
  readonly yTitle: string;
  /** The first one lies on top. */
  readonly series: readonly DotSeries[];
}

const WIDTH = 880;
const HEIGHT = 400;
const MARGIN = { left: 80, right: 40, bottom: 60 };

/** One value against another, each dot at its place. */
export function scatter(spec: Scatter): string {
  const { series, facts } = spec;
  const at = { x: MARGIN.left, y: factsEnd(facts) + 10, width: WIDTH - MARGIN.left - MARGIN.right };
  const keys = legend(
    at,
    series.map(({ label, style }) => ({ label, style, points: [] })),
  );
  const top = factsEnd(facts) + 40 + keys.height;
  const area = { left: MARGIN.left, right: WIDTH - MARGIN.right, top, bottom: top + HEIGHT };
  const dots = series.flatMap((each) => each.dots);
  const x = valueScale(
    dots.map((dot) => dot.x),
    { from: area.left, to: area.right },
  );
  const y = valueScale(
    dots.map((dot) => dot.y),
    { from: area.bottom, to: area.top },
  );
  const drawn = series.toReversed().map((each) => drawSeries(each, x, y));
  const size = { width: WIDTH, height: area.bottom + MARGIN.bottom, left: MARGIN.left };
  const titles = { x: spec.xTitle, y: spec.yTitle };
  return sheet({ ...spec, ...size }, [keys.markup, axes(area, x, y, titles), ...drawn, namesOf(series, area, x, y)]);
}

function drawSeries({ dots, style, isJoined }: DotSeries, x: Scale, y: Scale): string {
  const marks = dots.map((dot) => {
    const [cx, cy] = [x.at(dot.x), y.at(dot.y)];
    const ring = dot.stands === 'out' ? element('circle', { cx, cy, r: 9, fill: 'none', stroke: INK, 'stroke-width': 2 }) : '';
    return element('g', {}, element('title', {}, escaped(dot.says)), ring, marker(cx, cy, style));
  });
  return [isJoined ? join(dots, style, x, y) : '', ...marks].join('\n');
}

function join(dots: readonly Dot[], style: SeriesStyle, x: Scale, y: Scale): string {
  const dash = style.dash === '' ? {} : { 'stroke-dasharray': style.dash };
  const paint = { stroke: style.color, 'stroke-width': style.width, 'stroke-linecap': 'round', ...dash };
  const steps = dots.slice(1).map((dot, index) => ({ from: dots[index] ?? dot, to: dot }));
  return steps.map(({ from, to }) => line(x.at(from.x), y.at(from.y), x.at(to.x), y.at(to.y), paint)).join('');
}

function namesOf(series: readonly DotSeries[], area: Area, x: Scale, y: Scale): string {
  const names = series.flatMap(({ dots, names: side }) =>
    dots.flatMap(({ name, stands, ...dot }) =>
      name === undefined ? [] : [{ name, side, isBold: stands === 'out', x: x.at(dot.x), y: y.at(dot.y) }],
    ),
  );
  return placeNames(
    names.toSorted((a, b) => Number(b.isBold) - Number(a.isBold)),
    area,
  );
}
