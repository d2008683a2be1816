import type { Observed } from './underway.ts';

/** Weight of a new observation. */
const LEARN = 0.4;
/** And where nothing was observed for so many calls: what was true then says little. */
const OLD_AFTER = 16;
const LEARN_OF_OLD = 0.7;
/**
 * And while it is believed that such calls do not wait: one that took as long may just have come to a slower hand, whereas none in
 * line is as quick as one that is not.
 */
const DOUBT = 0.25;
const DOUBT_OF_OLD = 0.4;
/** Below, calls are worked on beside that many others; above, they wait for them. */
const BESIDE = 0.32;
const IN_LINE = 0.68;
const UNKNOWN = 0.5;
/** Calls between two trials of one more at once: twice as many after each in vain. */
const TRIAL_EVERY = { first: 4, most: 48 };
/** The start is over when that many trials, and one for each slot, have found no more. */
const MOST_TRIALS = 8;
/** After so many calls at most, one is sent while only half of the slots are taken, to see whether it is quicker. */
const DIP_EVERY = 200;
/** If it mostly is, by as much as if it had had less of a line before it, there are fewer slots. */
const QUICKER = 0.5;
/** A call behind one that has less left to do, as a share of what it takes, would tell too little; the more land, the sooner one does. */
const TELLING_REST = 0.5;

/**
 * How many calls the upstream really works on at once. Each call that is sent while k others are under way tells whether it was
 * worked on beside them or had to wait for one of them (Underway). What is not seen by itself, since part batches are not sent
 * beyond what is known, is tried: often at the start, as long as that goes well, then rarely.
 */
export class Concurrency {
  /** By number of calls ahead: how far such calls had to wait for one of those, from 0 to 1, averaged with forgetting. */
  readonly #waited: number[] = [];
  #slots = 1;
  #starting = true;
  #sinceTrial = 0;
  /** By number of calls ahead, when that was learned; in calls. */
  readonly #learnedAt: number[] = [];
  #calls = 0;
  #sinceDip = 0;
  #quicker = 0;
  /** Since one more was last found. */
  #trials = 0;
  #trialEvery = TRIAL_EVERY.first;
  /**
   * Whether the call before was a trial that another may follow. Of two slots, the second may be half as fast: its call then lands
   * just as if it had waited for the first, and only the next, which lands together with it, shows that it did not.
   */
  #follows = false;

  get slots(): number {
    return this.#slots;
  }

  /** With one to find out whether it is more. */
  get most(): number {
    return this.#starting ? 2 * this.#slots : this.#slots + (this.trialDue ? 2 : 1);
  }

  /**
   * Whether a part batch may be sent though all slots are taken.
   * @param rest of the call that lands first, what it has left to do as a share of what a call takes
   */
  tries(underWay: number, rest: number): boolean {
    if (rest * underWay < TELLING_REST) return false;
    if (this.#starting) return underWay < this.most;
    return underWay === this.#slots && (this.trialDue || this.#follows);
  }

  /** Whether to wait until fewer are under way. */
  dips(underWay: number): boolean {
    return this.#slots > 1 && this.#sinceDip >= DIP_EVERY && underWay >= this.#slots / 2;
  }

  /** Whether one more full batch may be sent than is always at hand. */
  triesFull(underWay: number): boolean {
    return underWay === this.#slots + 1 && this.trialDue;
  }

  /** A call was sent. */
  sent(underWay: number, full: boolean): void {
    this.#calls += 1;
    this.#sinceDip = underWay < this.#slots / 2 ? 0 : this.#sinceDip + 1;
    const trial = underWay >= (full ? this.#slots + 1 : this.#slots);
    if (trial && !this.#follows) this.#trials += 1;
    this.#follows = trial && this.trialDue && this.#slots === 1;
    this.#sinceTrial = trial ? 0 : this.#sinceTrial + 1;
    if (this.#trials > MOST_TRIALS + this.#slots) this.#starting = false;
  }

  /** Whether it is time to find out whether it is more. */
  get trialDue(): boolean {
    return this.#sinceTrial >= this.#trialEvery;
  }

  observe({ ahead, waited, weight, isClear, overtaken, ofExpected }: Observed): void {
    if (ofExpected !== undefined && ahead < this.#slots / 2) this.#learnQuicker(ahead, ofExpected);
    if (overtaken > 0) this.#learn(overtaken, 0, 1, false);
    if (ahead > 0 && waited !== undefined) this.#learn(ahead, waited, weight, isClear);
  }

  /**
   * With more slots believed in than there are, calls wait in line without its being seen: they take the longer the more are under
   * way, and all may seem to be well. One that meets few is then quicker than was expected.
   */
  #learnQuicker(ahead: number, ofExpected: number): void {
    if (this.#slots < 2) return;
    const quicker = (1 - ofExpected) / (1 - (ahead + 1) / this.#slots);
    this.#quicker += LEARN * (Math.min(1, Math.max(-1, quicker)) - this.#quicker);
    if (this.#quicker < QUICKER) return;
    this.#quicker = 0;
    this.#settle(Math.max(1, Math.floor(this.#slots / 2)));
  }

  #learn(ahead: number, waited: number, weight: number, isClear: boolean): void {
    const known = this.#waited[ahead] ?? (this.#isBeyond(ahead) ? 1 : UNKNOWN);
    const old = this.#calls - (this.#learnedAt[ahead] ?? 0) > OLD_AFTER;
    const toFind = old || isClear ? LEARN_OF_OLD : LEARN;
    const learn = ahead >= this.#slots ? toFind : old ? DOUBT_OF_OLD : DOUBT;
    const average = known + learn * weight * (waited - known);
    this.#learnedAt[ahead] = this.#calls;
    this.#waited[ahead] = average;
    if (ahead >= this.#slots) this.#tried(ahead, average);
    else if (average >= IN_LINE) this.#settle(ahead);
  }

  oneMore(): void {
    this.#found(this.#slots + 1);
  }

  #found(slots: number): void {
    this.#slots = slots;
    this.#trials = 0;
    this.#waited.length = Math.min(this.#waited.length, slots);
    this.#trialEvery = TRIAL_EVERY.first;
  }

  #tried(ahead: number, waited: number): void {
    if (waited <= (this.#isBeyond(ahead) ? IN_LINE : BESIDE)) {
      this.#found(this.#starting ? ahead + 1 : this.#slots + 1);
    } else if (waited > UNKNOWN) {
      this.#starting = false;
      this.#trialEvery = Math.min(TRIAL_EVERY.most, 2 * this.#trialEvery);
    }
  }

  /**
   * Whether it would wait for two others. While all slots and one more are always taken, two slots look like one that is twice as
   * fast; it is a third call that then comes back too early for one.
   */
  #isBeyond(ahead: number): boolean {
    return !this.#starting && ahead > this.#slots;
  }

  #settle(slots: number): void {
    this.#slots = slots;
    this.#starting = false;
    this.#trialEvery = TRIAL_EVERY.first;
  }
}
