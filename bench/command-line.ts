import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { FULL, type Plan, SHORT } from './measure/plan.ts';
import { peersNamed } from './peers/registry.ts';

export interface CommandLine {
  /** All of them when none is named. */
  readonly scenario: string | undefined;
  /** What is named behind it. */
  readonly operands: readonly string[];
  readonly plan: Plan;
  /** What of the plan was said, for benchmarks that have a plan of their own. */
  readonly asked: Partial<Pick<Plan, 'seconds' | 'rounds'>>;
  readonly short: boolean;
  /** Of `soak`. */
  readonly minutes?: number;
  /** Of `policies`: only cells whose names have this in them. */
  readonly only?: string;
}

export const USAGE = `usage: npm run bench [-- [SCENARIO] [--short] [--seconds N] [--rounds N] [--clients N,N,...]]
       npm run bench -- saturation-serial [--peers [PEER...]]
       npm run bench -- burst [--replay FILE]
       npm run bench -- soak [--minutes N]
       npm run bench -- policies [--short] [--only TEXT]
       npm run bench -- peers install|sweep|faults [PEER...]
       npm run bench -- compare A B
       npm run bench -- smoke

  SCENARIO      a benchmark of bench/README.md, or the beginning of several names; all of them by default
  --short       one round at 1, 16 and 64 clients, or less of whatever there is; results go to bench/results/short
  --seconds N   how long each run is recorded
  --rounds N    how often each is repeated
  --clients     the client counts
  --peers       with those of bench/peers that are installed, or those named of them, beside the gateway
  --replay FILE arrivals as they once came: milliseconds from the start, one a line
  --minutes N   how long the load lasts
  --only TEXT   only cells whose names have TEXT in them, with all their figures; nothing is written
  compare A B   two result files, or folders of them: what B does worse than A; the exit code is 1 if anything
  smoke         under a minute: only what is wrong, or far from its target
`;

const OPTIONS = {
  short: { type: 'boolean', default: false },
  peers: { type: 'boolean', default: false },
  seconds: { type: 'string' },
  rounds: { type: 'string' },
  clients: { type: 'string' },
  replay: { type: 'string' },
  minutes: { type: 'string' },
  only: { type: 'string' },
} as const;

/** @throws {Error} for what it does not know */
export function readCommandLine(argv: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options: OPTIONS });
  const { short, peers, only } = values;
  const [scenario, ...operands] = positionals;
  const asked = given({
    seconds: values.seconds && positive('--seconds', values.seconds),
    rounds: values.rounds && Math.round(positive('--rounds', values.rounds)),
  });
  const rest = given({
    clientCounts: values.clients?.split(',').map((count) => positive('--clients', count)),
    replay: values.replay && arrivalsIn(values.replay),
    peers: peers ? peersNamed(operands).map(({ name }) => name) : undefined,
  });
  const minutes = values.minutes && positive('--minutes', values.minutes);
  const plan = { ...(short ? SHORT : FULL), ...asked, ...rest };
  return { scenario, operands, plan, asked, short, ...given({ only, minutes }) };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined | ''> };

/** Without what was left out. */
function given<T extends Record<string, unknown>>(values: T): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== '')) as Given<T>;
}

function arrivalsIn(file: string): number[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => positive('--replay', line)).toSorted((a, b) => a - b);
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`Expected a number above 0 for ${option}, got ${JSON.stringify(text)}`);
  return value;
}
