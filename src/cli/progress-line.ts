import { systemClock } from '../kernel/clock.ts';
import type { CliContext, Output } from './context.ts';

const BAR = 24;
const REDRAW_MS = 100;
const NEW_LINE_MS = 5000;
const CLEAR_LINE = '\r\u001B[K';
const CYAN = '\u001B[36m';
const PLAIN = '\u001B[39m';

/** How far a command has come: a bar that is drawn over itself on a terminal, else a line every few seconds. */
export class ProgressLine {
  readonly #name: string;
  readonly #output: Output;
  readonly #isTerminal: boolean;
  readonly #isColoured: boolean;
  #lastAt: number;
  #isDrawn = false;

  constructor(name: string, output: Output, env: CliContext['env']) {
    this.#name = name;
    this.#output = output;
    this.#isTerminal = output.isTTY === true;
    this.#isColoured = (env['NO_COLOR'] ?? '') === '';
    this.#lastAt = this.#isTerminal ? Number.NEGATIVE_INFINITY : systemClock.now();
  }

  /** @param fraction of the work that is done; shown as unknown where it is no number */
  show(fraction: number, text: () => string): void {
    const now = systemClock.now();
    if (now - this.#lastAt < (this.#isTerminal ? REDRAW_MS : NEW_LINE_MS)) return;
    this.#lastAt = now;
    const done = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : undefined;
    const percent = done === undefined ? '' : `${Math.floor(100 * done)}%  `;
    if (this.#isTerminal) this.#draw(done ?? 0, `${percent}${text()}`);
    else this.#output.write(`${this.#name}: ${percent}${text()}\n`);
  }

  /** Takes the bar away. */
  end(): void {
    if (this.#isDrawn) this.#output.write(CLEAR_LINE);
  }

  #draw(done: number, text: string): void {
    const filled = Math.round(BAR * done);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR - filled);
    const room = Math.max(0, (this.#output.columns ?? 80) - this.#name.length - BAR - 4);
    const coloured = this.#isColoured ? `${CYAN}${bar}${PLAIN}` : bar;
    this.#output.write(`${CLEAR_LINE}${this.#name} ${coloured} ${text.slice(0, room)}`);
    this.#isDrawn = true;
  }
}
