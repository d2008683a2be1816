import { parseArgs } from 'node:util';
import { FULL, type Plan, SHORT } from './measure/plan.ts';

export interface CommandLine {
  /** All of them when none is named. */
  readonly scenario: string | undefined;
  readonly plan: Plan;
  readonly short: boolean;
}

export const USAGE = `usage: npm run bench [-- [SCENARIO] [--short] [--seconds N] [--rounds N] [--clients N,N,...]]

  SCENARIO      one of bench/scenarios; all of them by default
  --short       one round of 2 s at 1, 16 and 64 clients; results go to bench/results/short
  --seconds N   how long each run is recorded
  --rounds N    how often each is repeated
  --clients     the client counts
`;

/** @throws {Error} for what it does not know */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const options = {
    short: { type: 'boolean', default: false },
    seconds: { type: 'string' },
    rounds: { type: 'string' },
    clients: { type: 'string' },
  } as const;
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
  const base = values.short ? SHORT : FULL;
  const plan = {
    ...base,
    seconds: positive('--seconds', values.seconds, base.seconds),
    rounds: Math.round(positive('--rounds', values.rounds, base.rounds)),
    clientCounts: values.clients?.split(',').map((count) => positive('--clients', count, 1)) ?? base.clientCounts,
  };
  return { scenario: positionals[0], plan, short: values.short };
}

function positive(option: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (!(value > 0)) throw new Error(`Expected a number above 0 for ${option}, got ${JSON.stringify(text)}`);
  return value;
}
