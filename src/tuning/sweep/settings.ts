import { EndpointUnusable } from '../../proving/endpoint-unusable.ts';
import { Cell, type CellFigures } from './cell.ts';
import { type Metered, type PatientParts, patiently } from './patiently.ts';
import { callsOfRound } from './round.ts';
import type { Setting } from './setting.ts';
import type { Trouble } from './trouble.ts';

/** A setting that is out, and why. */
export interface Ruled extends Setting {
  readonly why: string;
}

/** Everything known of the settings so far: what was measured, and what is out. */
export class Settings {
  readonly #parts: PatientParts;
  readonly #cells = new Map<string, Cell>();
  readonly #ruledOut: Ruled[] = [];
  #throttledAt = Number.POSITIVE_INFINITY;
  #failure: string | undefined;

  constructor(parts: PatientParts) {
    this.#parts = parts;
  }

  /** What was measured, and may be used: the endpoint lets so many calls in. */
  get figures(): readonly CellFigures[] {
    return this.cells
      .flatMap(({ figures }) => figures ?? [])
      .filter(({ concurrency }) => this.mayHave(concurrency))
      .sort((a, b) => a.size - b.size || a.concurrency - b.concurrency);
  }

  get cells(): readonly Cell[] {
    return [...this.#cells.values()];
  }

  get ruledOut(): readonly Ruled[] {
    return this.#ruledOut;
  }

  /** So many calls at once were refused; undefined when none were. */
  get throttledAt(): number | undefined {
    return Number.isFinite(this.#throttledAt) ? this.#throttledAt : undefined;
  }

  /** What ended all of it before its time; undefined when nothing did, or the budget. */
  get failure(): string | undefined {
    return this.#failure;
  }

  mayHave(concurrency: number): boolean {
    return concurrency < this.#throttledAt;
  }

  find(setting: Setting): CellFigures | undefined {
    return this.#cells.get(keyOf(setting))?.figures;
  }

  /** One more round. @returns its figures; undefined when it could not be made, or says nothing. @throws {EndpointUnusable} */
  async visit(setting: Setting): Promise<CellFigures | undefined> {
    const metered = await this.#meter(setting, callsOfRound(setting));
    if (metered === undefined) return undefined;
    const cell = this.#cells.get(keyOf(setting)) ?? new Cell(setting);
    if (!cell.add(metered.round)) return undefined;
    this.#cells.set(keyOf(setting), cell);
    return cell.figures;
  }

  /** The first call of a size may have to be prepared for, by the model or on the way there: it does not count. @throws {EndpointUnusable} */
  async visitFirst(setting: Setting): Promise<CellFigures | undefined> {
    const metered = await this.#meter(setting, 1);
    return metered === undefined ? undefined : this.visit(setting);
  }

  /** @returns undefined when there was trouble, or is enough */
  async #meter(setting: Setting, calls: number): Promise<Metered | undefined> {
    if (this.#failure !== undefined) return undefined;
    const metered = await patiently(setting, calls, this.#parts);
    if (metered.trouble === undefined) return metered;
    this.#rule(setting, metered.trouble);
    return undefined;
  }

  #rule(setting: Setting, { kind, why }: Trouble): void {
    this.#ruledOut.push({ ...setting, why });
    const isThrottled = kind === 'throttled';
    if (isThrottled) this.#throttledAt = Math.min(this.#throttledAt, setting.concurrency);
    if (kind === 'endpoint' || (isThrottled && setting.concurrency === 1)) this.#failure = why;
    if (this.#cells.size === 0) throw new EndpointUnusable(why);
    this.#cells.delete(keyOf(setting));
  }
}

function keyOf({ size, concurrency }: Setting): string {
  return `${size} x ${concurrency}`;
}
