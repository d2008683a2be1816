import type { IncomingMessage } from 'node:http';
import type { Arrivals } from '../../endpoints/port.ts';
import { TidegateError } from '../../kernel/errors.ts';
import { Arrival, type Arriving } from './slow/arriving.ts';

/** A refused body is read to its end and thrown away up to so many times the limit, so that its sender sees the answer, not a reset. */
const DISCARD_LIMITS = 4;

export interface BodyLimits {
  readonly limitBytes: number;
  /** For all bodies of the server. */
  readonly budget: Arrivals;
  /** For those of the endpoint that it is for. */
  readonly queue?: Arrivals | undefined;
  readonly arriving: Arriving;
  /** Makes those give way that are too slow. @returns whether there is more room than before */
  readonly makeRoom: () => boolean;
  /** It is refused already: none of it is kept. */
  readonly refusal?: Error | undefined;
}

type Done = (error: Error | null, body?: Buffer) => void;

/**
 * Reads a request's body as raw bytes, inside the limit for one and the room there is for all. Room for what it announces is taken
 * before its first byte is kept, so that what has begun to arrive is not refused half-way; for one that announces nothing it is taken
 * as it arrives.
 */
export function readBody(source: IncomingMessage, limits: BodyLimits, done: Done): void {
  const body = new ArrivingBody(Number(source.headers['content-length'] ?? 0), limits, done);
  const broken = (): void => body.broke();
  source
    .on('data', (chunk: Buffer) => body.took(chunk))
    .on('end', () => body.ended())
    .on('error', broken)
    .on('close', broken);
}

class ArrivingBody extends Arrival {
  readonly #limits: BodyLimits;
  readonly #done: Done;
  /** What came in one piece, as most do. */
  #only: Buffer | undefined;
  /** Pieces of a body that announced nothing. */
  #chunks: Buffer[] | undefined;
  /** Where the pieces of one go that did. */
  #whole: Buffer | undefined;
  #held = 0;
  #refusal: Error | undefined;
  #isDone = false;

  constructor(announced: number, limits: BodyLimits, done: Done) {
    super(limits.arriving.now(), announced);
    this.#limits = limits;
    this.#done = done;
    this.#refusal = limits.refusal;
    this.#holdUpTo(announced);
    if (this.#refusal === undefined) limits.arriving.begin(this);
  }

  took(chunk: Buffer): void {
    if (this.#isDone) return;
    this.received += chunk.length;
    this.#holdUpTo(this.received);
    if (this.#refusal === undefined) this.#keep(chunk);
    else if (this.received > DISCARD_LIMITS * this.#limits.limitBytes) this.#finish(this.#refusal);
  }

  ended(): void {
    if (this.#refusal !== undefined) this.#finish(this.#refusal);
    else this.#finish(null, this.#whole ?? this.#only ?? Buffer.concat(this.#chunks ?? [], this.received));
  }

  /** Does nothing once it is complete: every request closes. */
  broke(): void {
    if (!this.#isDone) this.#finish(new TidegateError('MALFORMED_REQUEST', 'The request broke off before its end.'));
  }

  override cut(): void {
    this.#finish(new TidegateError('CLIENT_TOO_SLOW', 'The request did not arrive fast enough while others waited for room.'));
  }

  #holdUpTo(bytes: number): void {
    if (this.#refusal !== undefined || bytes <= this.#held) return;
    const { limitBytes } = this.#limits;
    this.#refusal = bytes > limitBytes ? tooLarge(limitBytes) : take(this.#limits, bytes - this.#held);
    if (this.#refusal === undefined) this.#held = bytes;
    else this.#release();
  }

  #keep(chunk: Buffer): void {
    const at = this.received - chunk.length;
    if (at === 0 && chunk.length >= this.announced) this.#only = chunk;
    else if (this.announced > 0) chunk.copy((this.#whole ??= Buffer.allocUnsafeSlow(this.announced)), at);
    else this.#pieces().push(chunk);
  }

  /** A body that announced nothing turns out to come in several. */
  #pieces(): Buffer[] {
    this.#chunks ??= this.#only === undefined ? [] : [this.#only];
    this.#only = undefined;
    return this.#chunks;
  }

  #finish(error: Error | null, body?: Buffer): void {
    if (this.#isDone) return;
    this.#isDone = true;
    this.#limits.arriving.end(this);
    this.#release();
    this.#done(error, body);
  }

  #release(): void {
    giveBack(this.#limits, this.#held);
    this.#held = 0;
    this.#only = undefined;
    this.#chunks = undefined;
    this.#whole = undefined;
  }
}

function tooLarge(limitBytes: number): TidegateError {
  return new TidegateError('BODY_TOO_LARGE', `The body is larger than the limit of ${limitBytes} bytes.`);
}

/** Takes room for so many bytes more; what is told when there is none. */
function take(limits: BodyLimits, bytes: number): Error | undefined {
  const full = tryToTake(limits, bytes);
  return full !== undefined && limits.makeRoom() ? tryToTake(limits, bytes) : full;
}

function tryToTake({ budget, queue }: BodyLimits, bytes: number): Error | undefined {
  const full = budget.take(bytes);
  if (full !== undefined) return full;
  const queueFull = queue?.take(bytes);
  if (queueFull !== undefined) budget.giveBack(bytes);
  return queueFull;
}

function giveBack({ budget, queue }: BodyLimits, bytes: number): void {
  budget.giveBack(bytes);
  queue?.giveBack(bytes);
}
