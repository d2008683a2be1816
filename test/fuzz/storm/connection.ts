import { connect, type Socket } from 'node:net';
import { Replies, type Reply } from '../replies/replies.ts';

/** Longer than any limit of the gateway under test: what takes so long hangs. */
const HANGS_MS = 15_000;

/** A raw connection to the gateway. */
export class Connection {
  readonly #socket: Socket;
  readonly #replies = new Replies();
  #changed: () => void = () => {};
  #isClosed = false;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true, allowHalfOpen: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (bytes: string) => {
      this.#replies.push(bytes);
      this.#changed();
    });
    this.#socket.on('error', () => {});
    // All that came is here before either of them.
    this.#socket.on('end', () => this.#socket.end());
    this.#socket.on('close', () => {
      this.#isClosed = true;
      this.#changed();
    });
  }

  write(bytes: string): void {
    this.#socket.write(bytes, 'latin1');
  }

  /** No more is to come from here. */
  finish(): void {
    this.#socket.end();
  }

  reset(): void {
    this.#socket.resetAndDestroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  /** The next answer; undefined when the connection was closed instead. @throws {Error} when neither comes, and for what is no answer */
  async next(isHead: boolean): Promise<Reply | undefined> {
    for (;;) {
      const reply = this.#replies.take(isHead);
      if (reply !== undefined) return reply;
      if (this.#isClosed) return undefined;
      await this.#change();
    }
  }

  /** What came of an answer that is not whole. */
  get rest(): string {
    return this.#replies.rest;
  }

  #change(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`Neither an answer nor an end within ${HANGS_MS} ms`)), HANGS_MS);
      this.#changed = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
