/** @import { Hello, Tick } from '../feed.ts' */

/**
 * @typedef {object} FeedListener
 * @property {(hello: Hello) => void} hello
 * @property {(tick: Tick) => void} tick
 * @property {(state: 'connecting' | 'lost' | 'paused') => void} state
 */

/** An answer that is no feed ends an EventSource for good: it is made anew after so long. */
const AGAIN_MS = 2000;
/** Of a feed that says nothing for so long, the connection is not there any more. */
const SILENT_MS = 10_000;

/** The feed: open while the page can be seen and is not paused, and opened again when it breaks. */
export class Feed {
  #listener;
  /** @type {EventSource | undefined} */
  #source;
  #isPaused = false;
  #timer = 0;

  /** @param {FeedListener} listener */
  constructor(listener) {
    this.#listener = listener;
    document.addEventListener('visibilitychange', () => this.#update());
    // A page that is kept for the way back, and one that comes back from there.
    addEventListener('pagehide', () => this.#close());
    addEventListener('pageshow', () => this.#update());
    this.#update();
  }

  get isPaused() {
    return this.#isPaused;
  }

  /** @param {boolean} isPaused */
  pause(isPaused) {
    this.#isPaused = isPaused;
    this.#update();
  }

  #update() {
    const isWanted = !document.hidden && !this.#isPaused;
    if (isWanted && this.#source === undefined) this.#open();
    if (!isWanted) this.#close();
    if (this.#isPaused) this.#listener.state('paused');
  }

  #open() {
    this.#close();
    this.#listener.state('connecting');
    const source = new EventSource('console/feed');
    this.#source = source;
    source.addEventListener('hello', ({ data }) => {
      this.#heard();
      this.#listener.hello(JSON.parse(data));
    });
    source.addEventListener('tick', ({ data }) => {
      this.#heard();
      this.#listener.tick(JSON.parse(data));
    });
    source.addEventListener('error', () => {
      this.#listener.state('lost');
      if (source.readyState === EventSource.CLOSED) this.#after(AGAIN_MS);
    });
  }

  #heard() {
    this.#after(SILENT_MS);
  }

  /** @param {number} ms */
  #after(ms) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#listener.state('lost');
      this.#open();
    }, ms);
  }

  #close() {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
  }
}
