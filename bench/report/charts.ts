import { type Figure, figure, type PanelSpec } from '../../src/plot/figure.ts';
import type { Series } from '../../src/plot/series.ts';
import { type Load, nameOf, sizeOf } from '../load/load.ts';
import type { Cell, Measure } from '../measure/cell.ts';
import { isBest } from '../peers/contestants.ts';
import type { PeersResult } from '../peers/result.ts';
import { extent } from './extent.ts';
import type { Result } from './result.ts';
import { styleOf } from './styles.ts';

const X_TITLES = {
  closed: 'clients, each with one request under way',
  open: 'requests per second that are due, on average',
} as const;

/** The plots of a result, as SVG by the end of their file names; none where there is one load only, or every run was void. */
export function chartsOf(result: Result): Readonly<Record<string, string>> {
  const peers = Object.entries(result.peers?.blocks.length ? plots(withPeers(result, result.peers)) : {});
  return { ...plots(result), ...Object.fromEntries(peers.map(([what, svg]) => [`peers-${what}`, svg])) };
}

/** The gateway, and each peer at its best. */
function withPeers(result: Result, { blocks }: PeersResult): Result {
  const best = blocks.filter(({ peer }) => isBest(peer));
  const contestants = [...result.contestants.slice(0, 1), ...best.map(({ peer }) => peer)];
  const cells = [
    ...result.cells,
    ...best.flatMap(({ peer, cells }) => cells.filter(({ contestant }) => contestant === peer.name)),
  ];
  return { ...result, title: `${result.title}, peers`, contestants, cells };
}

function plots(result: Result): Readonly<Record<string, string>> {
  const drawn = longest(result.loads);
  if (drawn.length < 2 || !result.cells.some(({ summary }) => summary.perSecond)) return {};
  return {
    throughput: figure({ ...common(result, drawn, 'throughput'), panels: [panel(result, drawn, throughputOf(result))] }),
    latency: figure({ ...common(result, drawn, 'latency'), panels: LATENCIES.map((each) => panel(result, drawn, each)) }),
  };
}

interface Drawn {
  readonly yTitle: string;
  readonly measure: Measure;
  /** What was measured at one load only is a mark to compare with; its latency is that of whole batches, not of requests. */
  readonly isLine?: boolean;
}

const LATENCIES: readonly Drawn[] = [
  { yTitle: 'p50 latency, ms', measure: 'p50Ms', isLine: true },
  { yTitle: 'p99 latency, ms', measure: 'p99Ms', isLine: true },
];

/** As a share of what is possible, where that is known. */
function throughputOf({ cells }: Result): Drawn {
  const has = (measure: Measure): boolean => cells.some(({ summary }) => summary[measure] !== undefined);
  if (has('inTimeShare')) return { yTitle: 'answered in time, share of requests', measure: 'inTimeShare' };
  if (has('ofCeiling')) return { yTitle: 'share of what the model can do', measure: 'ofCeiling' };
  return { yTitle: 'requests per second', measure: 'perSecond' };
}

/** The loads of one kind, of which there are the most. */
function longest(loads: readonly Load[]): readonly Load[] {
  const [closed, open] = [loads.filter(({ kind }) => kind === 'closed'), loads.filter(({ kind }) => kind === 'open')];
  return (closed.length >= open.length ? closed : open).toSorted((a, b) => sizeOf(a) - sizeOf(b));
}

function common({ title, facts, settings }: Result, loads: readonly Load[], what: string): Omit<Figure, 'panels'> {
  const kind = loads[0]?.kind ?? 'closed';
  return {
    title: `${title}: ${what}`,
    facts: [facts, `${kind} loop over HTTP on one machine; ${extent(settings)}`],
    xTitle: X_TITLES[kind],
    xValues: loads.map(sizeOf),
  };
}

function panel({ contestants, cells }: Result, loads: readonly Load[], { yTitle, measure, isLine }: Drawn): PanelSpec {
  const names = new Set(loads.map(nameOf));
  const series = contestants.map(({ name, label }, i) => ({
    label,
    style: styleOf(name, i),
    points: cells
      .filter(({ contestant, load }) => contestant === name && names.has(load))
      .flatMap((cell) => pointOf(cell, measure)),
  }));
  return { yTitle, series: isLine ? series.filter(({ points }) => points.length > 1) : series };
}

function pointOf({ size, summary }: Cell, measure: Measure): Series['points'] {
  const y = summary[measure];
  return y === undefined ? [] : [{ x: size, y }];
}
