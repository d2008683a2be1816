import { type Cell, FULL_CALL_MS } from '../cells/cell.ts';
import type { Contestant } from '../contestants/contestant.ts';
import { Tally } from '../measure/tally.ts';
import type { Window } from '../measure/window.ts';
import { Calls } from './calls.ts';
import { Device } from './device.ts';
import { Events } from './events.ts';
import { DRAWS, type Fate } from './fate.ts';
import { Requests } from './requests.ts';

/** From a contestant to the device, and from there back: together half a millisecond that the device is not busy with. */
export const WIRE_MS = 0.25;
/** How soon a throttled call is back. */
const THROTTLED_MS = 1;
const LONGEST_PAUSE_MS = 1;
/** The number of the first call in the window, whatever was sent before. */
export const OPENING_CALL = DRAWS / 2;

/** Whose world has not been entered yet. */
const NOBODY: Contestant = { wakeAt: Number.POSITIVE_INFINITY, arrived() {}, landed() {}, woken() {} };

const LANDING = 0;
const CLIENT = 1;
const TIMER = 2;
const KINDS = 3;

/**
 * A cell in virtual time, for one contestant: requests come, calls go to the device and land. One loop; what happens next is the
 * earliest of the events, the next arrival of an open loop, and the time at which the contestant wants to be woken.
 */
export class World {
  now: number;
  readonly cell: Cell;
  readonly fate: Fate;
  readonly device: Device;
  readonly tally = new Tally();
  readonly requests: Requests;
  readonly calls = new Calls();
  callsSent = 0;
  #callsSinceOpen = -1;
  readonly #events = new Events();
  readonly #timers = new Map<number, () => void>();
  readonly #closed: boolean;
  #contestant: Contestant = NOBODY;
  /** From the contestant to the device, and from the callers to the contestant, each way. */
  #wireMs = WIRE_MS;
  #callersWireMs = 0;
  #timersSet = 0;
  #nextArrival: number;
  #arrivalsEnd = Number.POSITIVE_INFINITY;

  constructor(cell: Cell, fate: Fate, startAt = 0) {
    const first = fate.trace?.firstFrom(startAt) ?? 0;
    this.now = startAt;
    this.requests = new Requests(first);
    this.cell = cell;
    this.fate = fate;
    this.device = new Device(cell.device);
    this.#closed = cell.traffic.kind === 'closed';
    this.#nextArrival = fate.trace?.time(first) ?? Number.POSITIVE_INFINITY;
    const clients = cell.traffic.kind === 'closed' ? cell.traffic.clients : 0;
    for (let client = 0; client < clients; client += 1) {
      this.#events.add(startAt + fate.pauseAfter(-1 - client) * FULL_CALL_MS, CLIENT + KINDS * client);
    }
  }

  enter(contestant: Contestant): void {
    this.#contestant = contestant;
    this.#wireMs = contestant.isAtDevice === true ? 0 : WIRE_MS;
    this.#callersWireMs = WIRE_MS - this.#wireMs;
  }

  /** Says what is measured. Requests come for a while longer, so that the last that count have those behind them that they would. */
  measure(window: Window): void {
    this.tally.window = window;
    this.device.changeAt = (window.from + window.to) / 2;
    this.#arrivalsEnd = this.#closed ? window.to : window.to + this.cell.deadlineMs;
  }

  /** Whether an open loop has requests left. */
  get mayCome(): boolean {
    return this.#nextArrival < Number.POSITIVE_INFINITY;
  }

  /** Lets the next thing happen. @returns false when there is none until `until` */
  step(until: number): boolean {
    const { nextTime } = this.#events;
    const time = Math.min(nextTime, this.#nextArrival, this.#contestant.wakeAt);
    if (!(time <= until)) return false;
    this.now = time;
    if (time === nextTime) this.#happen(this.#events.take());
    else if (time === this.#nextArrival) this.#arrive();
    else this.#contestant.woken();
    return true;
  }

  /** A call with the first `size` of these requests. @returns its number */
  send(requests: ArrayLike<number>, size: number): number {
    const { calls, device, fate, now } = this;
    const number = calls.add();
    const call = calls.get(number);
    let longest = 0;
    for (let i = 0; i < size; i += 1) {
      const request = requests[i] as number;
      call.requests[i] = request;
      longest = Math.max(longest, fate.lengthOf(request));
    }
    call.size = size;
    call.sentAt = now;
    this.tally.sent(size, now);
    const taken = device.take(size * longest, now + this.#wireMs, fate.jitterOf(this.#nextCall()));
    call.server = taken ? device.server : -1;
    call.meanMs = device.lastMeanMs;
    this.#events.add(taken ? device.endsAt + this.#wireMs : now + THROTTLED_MS, LANDING + KINDS * number);
    return number;
  }

  answered(request: number): void {
    const { now, requests } = this;
    const arrivedAt = requests.arrivedAt[request] as number;
    if (!requests.end(request)) return;
    const latencyMs = now - arrivedAt + 2 * this.#callersWireMs;
    if (this.#closed) this.tally.came(now);
    this.tally.answered(latencyMs, latencyMs <= this.cell.deadlineMs, this.#closed ? now : arrivedAt);
    if (this.#closed) this.#comesBack(request, this.fate.pauseAfter(request) * LONGEST_PAUSE_MS);
  }

  refused(request: number): void {
    const { now, requests } = this;
    if (!requests.end(request)) return;
    if (this.#closed) this.tally.came(now);
    this.tally.refused(this.#closed ? now : (requests.arrivedAt[request] as number));
    if (this.#closed) this.#comesBack(request, FULL_CALL_MS);
  }

  at(time: number, fire: () => void): () => void {
    const timer = this.#timersSet;
    this.#timersSet += 1;
    this.#timers.set(timer, fire);
    this.#events.add(Math.max(time, this.now), TIMER + KINDS * timer);
    return () => this.#timers.delete(timer);
  }

  /** Counted anew when the window opens, so that all contestants have the same luck in it. */
  #nextCall(): number {
    this.callsSent += 1;
    if (this.now < this.tally.window.from) return this.callsSent;
    this.#callsSinceOpen += 1;
    return OPENING_CALL + this.#callsSinceOpen;
  }

  #happen(code: number): void {
    const kind = code % KINDS;
    const which = (code - kind) / KINDS;
    if (kind === LANDING) this.#land(which);
    else if (kind === CLIENT) this.#come(which);
    else this.#fire(which);
  }

  #land(number: number): void {
    const { server, meanMs, sentAt } = this.calls.get(number);
    if (server >= 0) this.device.ended(server, meanMs, this.now - this.#wireMs);
    else this.tally.turnedAway(sentAt);
    this.#contestant.landed(number, server >= 0);
    this.calls.remove(number);
  }

  #fire(timer: number): void {
    const fire = this.#timers.get(timer);
    this.#timers.delete(timer);
    fire?.();
  }

  #arrive(): void {
    const request = this.requests.came(this.now, -1);
    const next = this.fate.trace?.time(request + 1) ?? Number.POSITIVE_INFINITY;
    this.#nextArrival = next < this.#arrivalsEnd ? next : Number.POSITIVE_INFINITY;
    this.tally.came(this.now);
    this.#contestant.arrived(request);
  }

  #come(client: number): void {
    if (this.now < this.#arrivalsEnd) this.#contestant.arrived(this.requests.came(this.now, client));
  }

  #comesBack(request: number, pauseMs: number): void {
    this.#events.add(this.now + 2 * this.#callersWireMs + pauseMs, CLIENT + KINDS * (this.requests.clients[request] as number));
  }
}
