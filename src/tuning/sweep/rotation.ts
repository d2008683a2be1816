import { type CallSize, sizeOf, type TakenRequest } from '../../endpoints/direct-calls.ts';

/** Requests for one call. */
export interface Load {
  readonly requests: readonly TakenRequest[];
  readonly items: number;
}

/** Goes round the records, so that no two calls in a row hold the same ones while there are enough. */
export class Rotation {
  readonly #requests: readonly TakenRequest[];
  readonly #caps: CallSize;
  #at = 0;

  /** @param caps bytes and cost of one call; its items are asked for */
  constructor(requests: readonly TakenRequest[], caps: CallSize) {
    this.#requests = requests;
    this.#caps = caps;
  }

  /** The next requests, of so many items together or as many fewer as there have to be; at least one request. */
  next(size: number): Load {
    const chosen: TakenRequest[] = [];
    for (let request = this.#peek(); request !== undefined; request = this.#peek()) {
      if (chosen.length > 0 && !this.#fits([...chosen, request], size)) break;
      chosen.push(request);
      this.#at += 1;
      if (request.aloneBecause !== undefined || chosen.length === size) break;
    }
    return { requests: chosen, items: sizeOf(chosen).items };
  }

  #peek(): TakenRequest | undefined {
    return this.#requests[this.#at % this.#requests.length];
  }

  #fits(requests: readonly TakenRequest[], size: number): boolean {
    const { items, bytes, cost } = sizeOf(requests);
    return items <= size && bytes <= this.#caps.bytes && cost <= this.#caps.cost;
  }
}
