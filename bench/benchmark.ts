import type { CommandLine } from './command-line.ts';
import type { Progress } from './measure/rounds.ts';
import type { Programs } from './processes/programs.ts';

/** Something that `npm run bench` can be told to do. */
export interface Benchmark {
  readonly name: string;
  run(asked: CommandLine, bench: Bench): Promise<Report>;
}

/** What every benchmark works with. */
export interface Bench {
  /** As it was typed, for whoever wants to do it again. */
  readonly command: string;
  readonly programs: Programs;
  readonly progress: Progress;
}

export interface Report {
  /** For a terminal. */
  readonly text: string;
  /** By name; none when nothing is to be kept. */
  readonly files: Readonly<Record<string, string>>;
  /** What was not as it must be, targets aside. */
  readonly complaints: readonly string[];
}
