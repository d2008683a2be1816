import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '../../../kernel/clock.ts';
import type { BodyBudget } from '../body-budget.ts';
import { isTooSlow } from './pace.ts';

interface Unread {
  since: number;
  readonly bytes: number;
  /** What the system did not take at once: who never reads a byte may have megabytes in its buffers. */
  readonly left: number;
  /** What it had not taken when it was last looked at, and when that last became less. */
  stillLeft: number;
  movedAt: number;
}

/** An answer of which nothing moves for so long stands still. */
const STILL_MS = 1000;

/**
 * Answers that their clients do not read as fast as they come. Their bytes count as held, and a connection on which one does not leave in time
 * is cut; when there is no room for others, one on which it will not. One timer for all, and only while there are any: an answer that the
 * system takes at once costs nothing here.
 */
export class UnreadAnswers {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #budget: BodyBudget;
  readonly #onCut: () => void;
  readonly #unread = new Map<ServerResponse, Unread>();
  #isSweeping = false;

  constructor(clock: Clock, timeoutMs: number, budget: BodyBudget, onCut: () => void) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#budget = budget;
    this.#onCut = onCut;
  }

  /** To be told of an answer when all of it has been handed over. */
  sent(response: ServerResponse, bytes: number): void {
    if (response.writableFinished || response.destroyed) return;
    const left = response.socket === null ? bytes : leftOf(response.socket);
    this.#budget.hold(bytes);
    if (this.#budget.isOver()) this.makeRoom();
    const now = this.#clock.now();
    this.#unread.set(response, { since: now, bytes, left, stillLeft: left, movedAt: now });
    response.once('close', () => this.#end(response));
    this.#sweepLater();
  }

  /** @returns whether there is more room than before */
  makeRoom(): boolean {
    const now = this.#clock.now();
    return this.#cut(
      ({ since, left, stillLeft, movedAt }) =>
        now - movedAt >= STILL_MS || isTooSlow(now - since, left - stillLeft, left, this.#timeoutMs),
    );
  }

  #sweepLater(): void {
    if (this.#isSweeping || this.#unread.size === 0) return;
    this.#isSweeping = true;
    this.#clock.at(this.#clock.now() + Math.min(STILL_MS, Math.max(50, this.#timeoutMs / 8)), () => {
      this.#isSweeping = false;
      const now = this.#clock.now();
      this.#cut(({ since }) => now - since >= this.#timeoutMs);
      this.#sweepLater();
    });
  }

  #cut(isSlow: (unread: Unread) => boolean): boolean {
    const before = this.#unread.size;
    const now = this.#clock.now();
    for (const [response, unread] of this.#unread) {
      const { socket } = response;
      // Behind an earlier answer on its connection: its turn has not come.
      if (socket === null) {
        unread.since = now;
        unread.movedAt = now;
        continue;
      }
      look(unread, socket, now);
      if (!isSlow(unread)) continue;
      this.#onCut();
      this.#end(response);
      socket.destroy();
    }
    return this.#unread.size < before;
  }

  #end(response: ServerResponse): void {
    const unread = this.#unread.get(response);
    if (unread !== undefined) this.#budget.giveBack(unread.bytes);
    this.#unread.delete(response);
  }
}

function look(unread: Unread, socket: Socket, now: number): void {
  const left = leftOf(socket);
  if (left < unread.stillLeft) unread.movedAt = now;
  unread.stillLeft = Math.min(unread.stillLeft, left);
}

/** What the system has not taken yet. Node tells it exactly only of its handle; by itself it counts a write as long as any of it is left. */
function leftOf(socket: Socket & { readonly _handle?: { readonly writeQueueSize?: number } | null }): number {
  return socket._handle?.writeQueueSize ?? socket.writableLength;
}
