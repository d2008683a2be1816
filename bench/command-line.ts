import { parseArgs } from 'node:util';
import { FULL, type Plan, SHORT } from './measure/plan.ts';

export interface CommandLine {
  /** All of them when none is named. */
  readonly scenario: string | undefined;
  readonly plan: Plan;
  /** What of the plan was said, for benchmarks that have a plan of their own. */
  readonly asked: Partial<Pick<Plan, 'seconds' | 'rounds'>>;
  readonly short: boolean;
  /** Of `policies`: only cells whose names have this in them. */
  readonly only?: string;
}

export const USAGE = `usage: npm run bench [-- [SCENARIO] [--short] [--seconds N] [--rounds N] [--clients N,N,...]]
       npm run bench -- policies [--short] [--only TEXT]

  SCENARIO      one of bench/scenarios, overload, codecs or stream; all benchmarks by default
  --short       one round of 2 s at 1, 16 and 64 clients, or every ninth cell; results go to bench/results/short
  --seconds N   how long each run is recorded
  --rounds N    how often each is repeated
  --clients     the client counts
  --only TEXT   only cells whose names have TEXT in them, with all their figures; nothing is written
`;

/** @throws {Error} for what it does not know */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const options = {
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    clients: { type: 'string' },
    only: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
  const base = values.short ? SHORT : FULL;
  const asked = {
    ...(values.seconds === undefined ? {} : { seconds: positive('--seconds', values.seconds) }),
    ...(values.rounds === undefined ? {} : { rounds: Math.round(positive('--rounds', values.rounds)) }),
  };
  const clientCounts = values.clients?.split(',').map((count) => positive('--clients', count)) ?? base.clientCounts;
  const only = values.only === undefined ? {} : { only: values.only };
  return { scenario: positionals[0], plan: { ...base, ...asked, clientCounts }, asked, short: values.short, ...only };
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`Expected a number above 0 for ${option}, got ${JSON.stringify(text)}`);
  return value;
}
