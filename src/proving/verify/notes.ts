import type { LineNote } from './verify-report.ts';

const LINES_KEPT = 20;
const REASONS_KEPT = 50;
const OTHER = 'other reasons';

/** Counts lines by reason, and remembers the first ones of each. */
export class Notes {
  readonly #notes = new Map<string, { count: number; lines: number[] }>();

  add(line: number, reason: string): void {
    const known = this.#notes.has(reason) || this.#notes.size < REASONS_KEPT ? reason : OTHER;
    const note = this.#notes.get(known) ?? { count: 0, lines: [] };
    this.#notes.set(known, note);
    note.count += 1;
    if (note.lines.length < LINES_KEPT) note.lines.push(line);
  }

  get count(): number {
    return this.list().reduce((sum, { count }) => sum + count, 0);
  }

  list(): readonly LineNote[] {
    return [...this.#notes].map(([reason, note]) => ({ reason, ...note }));
  }
}
