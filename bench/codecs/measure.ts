import { isDeepStrictEqual } from 'node:util';
import { spread } from '../statistics/spread.ts';
import type { CodecsPlan } from './plan.ts';
import type { CodecsCell } from './result.ts';
import { byteRanges, parsing, type Side } from './sides.ts';
import { bodiesOf, bytesOf, type Work } from './work.ts';

/** Both sides of one work at one size, and what their rounds took. */
export class Contest {
  readonly #work: Work;
  readonly #batch: number;
  readonly #bytes: number;
  readonly #sides: readonly [Side, Side];
  readonly #us: readonly [number[], number[]] = [[], []];

  constructor(work: Work, batch: number, seed: number) {
    const bodies = bodiesOf(work, batch, seed);
    this.#work = work;
    this.#batch = batch;
    this.#bytes = bytesOf(bodies);
    this.#sides = [byteRanges(work, bodies), parsing(work, bodies)];
  }

  /** Whether both sides say the same, as values. */
  agrees(): boolean {
    const [one, other] = this.#sides.map((side) => side()).map(({ call, replies }) => [call, ...replies].map(valueOf));
    return isDeepStrictEqual(one, other);
  }

  warmUp(milliseconds: number): void {
    for (const side of this.#sides) microsecondsACall(side, milliseconds);
  }

  /** The sides take turns; which one begins, changes from round to round. */
  round(index: number, { sideMs }: CodecsPlan): void {
    for (const side of index % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      this.#us[side].push(microsecondsACall(this.#sides[side], sideMs));
    }
  }

  cell(): CodecsCell {
    const [ours, theirs] = this.#us;
    const ratio = spread(ours.map((us, round) => (theirs[round] ?? Number.NaN) / us));
    const { name, target } = this.#work;
    const verdict = target === undefined ? {} : { atLeast: target, met: ratio.median >= target };
    const times = { byteRangesUs: spread(ours), parsingUs: spread(theirs) };
    return { work: name, batch: this.#batch, bytes: this.#bytes, ...times, ratio, ...verdict };
  }
}

function valueOf(body: Buffer): unknown {
  return JSON.parse(body.toString());
}

function microsecondsACall(side: Side, milliseconds: number): number {
  const start = performance.now();
  let calls = 0;
  let elapsed = 0;
  while (elapsed < milliseconds) {
    side();
    calls += 1;
    elapsed = performance.now() - start;
  }
  return (1000 * elapsed) / calls;
}
