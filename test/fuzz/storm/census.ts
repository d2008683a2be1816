import type { Input } from '../inputs/input.ts';
import { A_SESSION } from '../inputs/input-of.ts';

export interface Failure {
  readonly input: Input;
  readonly fault: string;
}

/** What is kept of failures; all are counted. */
const KEPT = 25;
const SHOWN = 600;

/** What came back, counted. */
export class Census {
  readonly byAnswer = new Map<string, number>();
  readonly byKind = new Map<string, number>();
  readonly failures: Failure[] = [];
  failureCount = 0;

  sent(inputs: readonly Input[]): void {
    for (const { kind } of inputs) count(this.byKind, kind);
  }

  answered(_input: Input, what: string): void {
    count(this.byAnswer, what);
  }

  failed(input: Input, fault: string): void {
    this.failureCount += 1;
    if (this.failures.length < KEPT) this.failures.push({ input, fault });
  }
}

/** The most frequent first. */
export function shown(counts: ReadonlyMap<string, number>): string {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([what, times]) => `${what}: ${times}`)
    .join(', ');
}

/** With how to send exactly that again. */
export function told({ input, fault }: Failure, seed: number): string {
  const { index, kind, ending, bytes } = input;
  const start = JSON.stringify(bytes.length > SHOWN ? `${bytes.slice(0, SHOWN)}…` : bytes);
  const first = index - (index % A_SESSION);
  const replay = `FUZZ_SEED=${seed} FUZZ_ONLY=${index} npm run test:fuzz (with those before it: FUZZ_ONLY=${first}-${index})`;
  return `${replay}\n    ${kind}, ${ending}: ${fault}\n    ${bytes.length} bytes: ${start}`;
}

function count(counts: Map<string, number>, what: string): void {
  counts.set(what, 1 + (counts.get(what) ?? 0));
}
