import type { HeartEvent, HeartSnapshot } from '../batching/events.ts';
import type { CallPoint, EndpointAbout, EndpointTick, Row } from './feed.ts';
import { Figures, type SeenCall } from './figures.ts';
import type { Happenings } from './happenings.ts';
import { rounded } from './rounded.ts';
import type { Split } from './split-times.ts';

export interface BoardSpan {
  /** How many ticks the figures are over. */
  readonly windowTicks: number;
  readonly historyTicks: number;
}

/** Points of the latency line that are remembered. */
const POINTS = 200;
const QUANTILES = [0.5, 0.95, 0.99] as const;

/** What is shown of one endpoint. Only what goes wrong is noted while nobody watches. */
export class EndpointBoard {
  readonly about: EndpointAbout;
  readonly #name: string;
  readonly #happenings: Happenings;
  readonly #span: BoardSpan;
  #figures: Figures | undefined;
  #rows: Row[] = [];
  #points: CallPoint[] = [];

  constructor(name: string, about: EndpointAbout, happenings: Happenings, span: BoardSpan) {
    this.#name = name;
    this.about = about;
    this.#happenings = happenings;
    this.#span = span;
  }

  get history(): { readonly rows: readonly Row[]; readonly points: readonly CallPoint[] } {
    return { rows: this.#rows, points: this.#points };
  }

  /** From now on there are figures. */
  begin(): void {
    this.#figures ??= new Figures(this.#span.windowTicks);
  }

  /** Nobody watches: figures and history are forgotten. */
  end(): void {
    this.#figures = undefined;
    this.#rows = [];
    this.#points = [];
  }

  hear(event: HeartEvent): void {
    if (this.#figures !== undefined) count(this.#figures, event);
    this.#note(event);
  }

  /** What has come since the last one, which is then history. */
  tick(at: number, seconds: number, snapshot: HeartSnapshot): EndpointTick {
    this.begin();
    const figures = this.#figures as Figures;
    const splits = figures.times.at(QUANTILES);
    const row = rowOf(figures, splits, at, seconds, snapshot);
    const points = figures.calls().map((call) => pointOf(call, snapshot.latency?.paddingCosts ?? false));
    this.#rows = [...this.#rows.slice(1 - this.#span.historyTicks), row];
    this.#points = [...this.#points, ...points].slice(-POINTS);
    const told = { name: this.#name, row, points, ...shapeOf(figures, splits, snapshot) };
    figures.tick();
    return told;
  }

  #note(event: HeartEvent): void {
    switch (event.type) {
      case 'landed':
        if (event.call !== 'ok' && event.call !== 'aborted') this.#noted('call', event.call);
        break;
      case 'shed':
        this.#noted('shed', event.reason);
        break;
      case 'expired':
        this.#noted('expired');
        break;
      case 'isolation':
        this.#noted('isolation', event.outcome);
        break;
      case 'capped':
        this.#noted('capped', `${event.of} ${event.to}`);
        break;
      case 'retryDenied':
        this.#noted('retry-denied', event.reason);
        break;
      case 'breaker':
        this.#noted(event.state === 'open' ? 'breaker-open' : 'breaker-closed', event.state === 'open' ? event.call : '');
        break;
      default:
    }
  }

  #noted(kind: string, detail?: string): void {
    this.#happenings.happened(this.#name, kind, detail);
  }
}

function count(figures: Figures, event: HeartEvent): void {
  switch (event.type) {
    case 'dispatched':
      figures.dispatched(event);
      break;
    case 'landed':
      if (event.call === 'ok') figures.called(event.load, event.durationMs);
      break;
    case 'settled':
      figures.settled(event.inTime, event.story);
      break;
    case 'shed':
      figures.refused(false);
      break;
    case 'expired':
      figures.refused(event.wasSent);
      break;
    case 'cancelled':
      if (event.stage === 'queued') figures.left();
      break;
    default:
  }
}

function rowOf(
  figures: Figures,
  splits: readonly Split[] | undefined,
  at: number,
  seconds: number,
  snapshot: HeartSnapshot,
): Row {
  const rate = (name: 'taken' | 'answered' | 'refused' | 'calls') => rounded(figures.latest(name) / seconds);
  const [p50 = null, p95 = null, p99 = null] = (splits ?? []).map((split) => rounded(split.queueMs + split.upstreamMs));
  const { inFlight, inFlightLimit, queuedItems } = snapshot;
  return [
    at,
    rate('taken'),
    rate('answered'),
    rate('refused'),
    rate('calls'),
    p50,
    p95,
    p99,
    inFlight,
    inFlightLimit,
    queuedItems,
  ];
}

function shapeOf(figures: Figures, splits: readonly Split[] | undefined, snapshot: HeartSnapshot) {
  const [inTime, late, refused, calls] = (['inTime', 'late', 'refused', 'calls'] as const).map((name) => figures.total(name)) as [
    number,
    number,
    number,
    number,
  ];
  const ended = inTime + late + refused;
  const meanSize = calls === 0 ? null : rounded(figures.total('items') / calls);
  return {
    inDeadline: ended === 0 ? null : inTime / ended,
    times: timesOf(splits),
    answered: figures.total('answered'),
    sizes: sizesOf(figures),
    reasons: figures.reasons(),
    meanSize,
    fill: meanSize === null ? null : rounded(meanSize / snapshot.batchSizeCap),
    cap: snapshot.batchSizeCap,
    concurrency: snapshot.concurrency,
    queuedBytes: snapshot.queuedBytes,
    breaker: snapshot.breaker,
    line: lineOf(snapshot),
  };
}

function timesOf(splits: readonly Split[] | undefined): EndpointTick['times'] {
  const [p50, p95, p99] = (splits ?? []).map(
    ({ queueMs, upstreamMs }) => [rounded(queueMs), rounded(upstreamMs)] as [number, number],
  );
  return p50 === undefined || p95 === undefined || p99 === undefined ? null : { p50, p95, p99 };
}

function sizesOf({ sizes: { totals } }: Figures): readonly number[] {
  return [...totals.subarray(0, totals.findLastIndex((calls) => calls > 0) + 1)];
}

function lineOf({ latency }: HeartSnapshot): EndpointTick['line'] {
  if (latency === undefined) return null;
  const { baseMs, perCostMs, band, paddingCosts: padded } = latency;
  const [base, perCost, lower, upper] = [baseMs, perCostMs, band.lower, band.upper].map(rounded) as [
    number,
    number,
    number,
    number,
  ];
  return { baseMs: base, perCostMs: perCost, lower, upper, padded };
}

function pointOf({ items, cost, longest, ms }: SeenCall, padded: boolean): CallPoint {
  return [rounded(padded && longest > 0 ? items * longest : cost), rounded(ms)];
}
