import type { SinkListener } from '../../src/sinks/port.ts';

export interface Failure {
  readonly reason: string;
  readonly records: number;
  readonly message: string;
}

/** Keeps what a sink tells of itself. */
export class Told implements SinkListener {
  readonly writes: { readonly records: number; readonly bytes: number; readonly durationMs: number }[] = [];
  readonly failures: Failure[] = [];

  wrote(records: number, bytes: number, durationMs: number): void {
    this.writes.push({ records, bytes, durationMs });
  }

  failed(reason: string, records: number, message: string): void {
    this.failures.push({ reason, records, message });
  }

  get reasons(): string[] {
    return this.failures.map(({ reason }) => reason);
  }
}
