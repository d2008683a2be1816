import type { LatencyModel } from './latency/latency-model.ts';
import type { Load } from './latency/load.ts';

/** A line shorter than this share of a call's own time, or of that for each call ahead, tells nothing about whether it waited. */
const TELLING = { share: 0.1, eachAhead: 0.4 };
/** A line this long, as a share of a call's own time, tells it beyond doubt. */
const CLEAR = 0.5;
/** A call that would have had to wait, and took no more of that than this share, did not wait; if that much is known of it. */
const TOO_EARLY = 0.1;

/** A line makes a clear difference if it is longer than so many times the way there and back, and this share of the call's own time for each call ahead. */
const CONTESTED = { overlaps: 2, eachAhead: 0.4 };
/** What lands within this time, or this share of what a call takes, may have landed in any order. */
const TOGETHER = { ms: 1, share: 0.1 };
/** Weight of a new observation of what calls in line save. */
const LEARN = 0.1;
/** A call that took this much longer than in line was slow, whatever the line. */
const BEYOND_LINE = 1.5;

/** A call under way, as far as its time goes. Times are monotonic milliseconds. */
export interface Trip {
  readonly load: Load;
  readonly order: number;
  readonly sentAt: number;
  /** Calls that were under way when it was sent. */
  readonly ahead: number;
  /** What the call alone was expected to take. */
  readonly expectedMs: number;
  /** By how much that may be off. */
  readonly doubtMs: number;
  /** When, if it had to wait for others, it was expected to begin. */
  readonly lineEndsAt: number;
  /** For how many of those ahead it then has to wait still. */
  line: number;
  /** When it had to wait for none any more. */
  freedAt: number | undefined;
  /** When the first that was sent later landed, and how many that were sent earlier than that one were then under way. */
  overtaken: { readonly at: number; readonly with: number } | undefined;
}

/** What a landed call tells. */
export interface Observed {
  readonly load: Load;
  /** Calls that were under way when it was sent. */
  readonly ahead: number;
  /** What the upstream needed for it, without the time for which it waited there behind others. */
  readonly serviceMs: number;
  /** What it took, as a share of what was expected of it alone; undefined when nothing was. */
  readonly ofExpected: number | undefined;
  /** From 0, it was worked on beside those ahead, to 1, it waited as in line behind them; undefined when that can not be told. */
  readonly waited: number | undefined;
  /** How much that says, from 0 to 1. */
  readonly weight: number;
  /** Whether it certainly was worked on beside them: it came far too early for one that waited. */
  readonly isClear: boolean;
  /** Whether it makes a clear difference to `serviceMs` if it waited. */
  readonly isContested: boolean;
  /**
   * As another that was sent later landed clearly before it, how many were then worked on beside that; 0 when none did. The upstream
   * takes calls in order. (Those that land together are seen in any order.)
   */
  readonly overtaken: number;
}

/**
 * The times of the calls under way. An upstream works on some calls at once and lets the others wait in line; which of the two
 * happened to a call is seen from outside: alone it takes `expectedMs`, in line it takes as much longer as those before whom it
 * could not begin had left: the first of those ahead, or more when more than all slots were taken.
 */
export class Underway {
  readonly #model: () => LatencyModel;
  /** Oldest first. */
  readonly #trips = new Set<Trip>();
  #order = 0;
  #overlapMs = 0;
  /** As they were expected last. */
  #seen: { readonly slots: number; readonly now: number; readonly ends: readonly number[] } | undefined;
  /** Items under way. */
  items = 0;

  /** @param model of how long calls take alone */
  constructor(model: () => LatencyModel) {
    this.#model = model;
  }

  get size(): number {
    return this.#trips.size;
  }

  /** Of what a call takes alone, what is not the upstream's time, and goes by while it works on the one before: the way there and back. */
  get overlapMs(): number {
    return Math.max(0, this.#overlapMs);
  }

  /** @param slots how many calls the upstream is believed to work on at once */
  sent(load: Load, slots: number, now: number): Trip {
    const ahead = this.#trips.size;
    const expectedMs = this.#model().predict(load);
    const doubtMs = this.#model().surelyBelow(load) - expectedMs;
    const lineEndsAt = this.startsAt(Math.min(slots, ahead), now);
    const times = { load, order: this.#order, sentAt: now, ahead, expectedMs, doubtMs, lineEndsAt };
    this.#order += 1;
    const trip: Trip = { ...times, line: Math.max(1, ahead - slots + 1), freedAt: undefined, overtaken: undefined };
    this.#trips.add(trip);
    this.#seen = undefined;
    this.items += load.items;
    return trip;
  }

  /** @param ok whether it was worked on: other endings tell nothing of the time that takes */
  landed(trip: Trip, ok: boolean, slots: number, now: number): Observed {
    this.#trips.delete(trip);
    this.#seen = undefined;
    this.items -= trip.load.items;
    const older: Trip[] = [];
    for (const other of this.#trips) {
      if (other.order > trip.order) oneLessAhead(other, now);
      else older.push(other);
    }
    for (const other of older) other.overtaken ??= { at: now, with: older.length };
    const lineMs = Math.min(trip.lineEndsAt, trip.freedAt ?? Number.POSITIVE_INFINITY) - trip.sentAt;
    const { load, ahead, expectedMs } = trip;
    // While the one before is still worked on, a call is on its way.
    const waitMs = lineMs - this.overlapMs;
    const weight = expectedMs > 0 ? Math.min(1, Math.max(0, waitMs) / (CLEAR * expectedMs)) : 0;
    const so = waited(trip, waitMs, now);
    const ofExpected = expectedMs > 0 ? (now - trip.sentAt) / expectedMs : undefined;
    const isContested = lineMs > Math.max(CONTESTED.overlaps * this.overlapMs, (CONTESTED.eachAhead * expectedMs) / ahead);
    if (ok && ahead === slots && so !== undefined && so >= 0.5) this.#learnOverlap(trip, lineMs, now);
    return {
      load,
      ahead,
      serviceMs: this.#serviceMs(trip, slots, now),
      ofExpected,
      waited: so,
      weight,
      isClear: so !== undefined && so < TOO_EARLY && trip.doubtMs < TOO_EARLY * waitMs,
      isContested,
      overtaken: overtaken(trip, now),
    };
  }

  /**
   * From when it was sent or from when it had to wait for none any more, whichever is more like what was known; where that makes
   * little difference, as is believed: else a line that grows slowly would be taken for the upstream getting slower.
   */
  #serviceMs({ load, ahead, sentAt, freedAt }: Trip, slots: number, now: number): number {
    const beside = now - sentAt;
    const inLine = freedAt === undefined ? beside : Math.min(beside, now - freedAt + this.overlapMs);
    const expected = this.#model().predict(load);
    if (beside - inLine < CLEAR * expected) return ahead < slots ? beside : inLine;
    return Math.abs(inLine - expected) < Math.abs(beside - expected) ? inLine : beside;
  }

  /** What it took less than alone, since those before landed; no more than what it was sent before that, of which more may have been. */
  #learnOverlap({ load, freedAt }: Trip, lineMs: number, now: number): void {
    if (freedAt === undefined || lineMs <= 0) return;
    const expected = this.#model().predict(load);
    const saved = Math.max(-expected, expected - (now - freedAt));
    const seen = saved < lineMs ? saved : Math.max(lineMs, this.#overlapMs);
    this.#overlapMs += LEARN * (seen - this.#overlapMs);
  }

  /** When the upstream is expected to begin with a call that is sent now. */
  startsAt(slots: number, now: number): number {
    const behind = this.#trips.size - slots;
    return behind < 0 ? now : (this.#ends(slots, now)[behind] ?? now);
  }

  /** When the first of the calls under way is expected back; Infinity when there is none. */
  nextLanding(slots: number, now: number): number {
    return this.#ends(slots, now)[0] ?? Number.POSITIVE_INFINITY;
  }

  /** What the first of them still has to do, as a share of what such a call takes; 0 when there is none. */
  rest(slots: number, now: number): number {
    for (const { load } of this.#trips) {
      const expected = this.#model().predict(load);
      return expected > 0 ? (this.nextLanding(slots, now) - now) / expected : 0;
    }
    return 0;
  }

  /** When the calls under way are expected back, the first first; those that should be back already, now, or later. */
  #ends(slots: number, now: number): readonly number[] {
    if (this.#seen?.slots === slots && this.#seen.now === now) return this.#seen.ends;
    const ends: number[] = [];
    this.#seen = { slots, now, ends };
    let place = 0;
    for (const { load, sentAt, ahead, freedAt } of this.#trips) {
      const lastsMs = this.#model().predict(load);
      const line = ahead < slots ? undefined : (freedAt ?? ends[place - slots]);
      const endsAt = line === undefined ? sentAt + lastsMs : line + lastsMs - this.overlapMs;
      // One that should have been back for certain will be late by as much again: what stalls is likely to stall for long.
      const late = now > endsAt + this.#model().atMost(load) - lastsMs ? now - endsAt : 0;
      insert(ends, Math.max(now + late, endsAt));
      place += 1;
    }
    return ends;
  }
}

/** @param waitMs how long it would have had to wait, by what was expected or by what was seen: those ahead may have been slowed down by this call */
function waited({ ahead, sentAt, expectedMs, doubtMs }: Trip, waitMs: number, now: number): number | undefined {
  if (ahead === 0 || expectedMs === 0 || waitMs < doubtMs) return undefined;
  if (waitMs < Math.min(TELLING.share, TELLING.eachAhead / ahead) * expectedMs) return undefined;
  const share = (now - sentAt - expectedMs) / waitMs;
  // One that took even longer was slow, or came to a slower hand, whether it waited or not.
  return share > BEYOND_LINE ? undefined : Math.min(1, Math.max(0, share));
}

function overtaken({ overtaken, expectedMs }: Trip, now: number): number {
  const clearMs = Math.max(TOGETHER.ms, TOGETHER.share * expectedMs);
  return overtaken !== undefined && now - overtaken.at >= clearMs ? overtaken.with : 0;
}

function oneLessAhead(trip: Trip, now: number): void {
  trip.line -= 1;
  if (trip.line <= 0) trip.freedAt ??= now;
}

function insert(sorted: number[], value: number): void {
  let index = sorted.length;
  while (index > 0 && (sorted[index - 1] ?? 0) > value) index -= 1;
  sorted.splice(index, 0, value);
}
