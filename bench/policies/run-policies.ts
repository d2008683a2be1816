import { aboutNow } from '../report/about.ts';
import { CELLS } from './cells/matrix.ts';
import { compareAll } from './crew/crew.ts';
import type { PoliciesResult } from './report/result.ts';

export interface PoliciesPlan {
  readonly command: string;
  readonly short: boolean;
  /** Only cells whose names have this in them. */
  readonly only: string | undefined;
  readonly progress: (line: string) => void;
}

/** In a short run: every so many-th cell. */
const SHORT_STEP = 9;

/** Compares the heart with fixed configurations and others' rules. */
export async function runPolicies({ command, short, only, progress }: PoliciesPlan): Promise<PoliciesResult> {
  const about = aboutNow(command);
  const indices = chosen(short, only);
  let done = 0;
  const cells = await compareAll(indices, ({ cell }) => {
    done += 1;
    progress(`${done}/${indices.length} ${cell}`);
  });
  return { ...about, cells };
}

/** What must not happen in any cell. */
export function complaints({ cells }: PoliciesResult): string[] {
  return cells.flatMap(({ cell, broken }) => broken.map((what) => `${cell}: ${what}`));
}

function chosen(short: boolean, only: string | undefined): number[] {
  const all = [...CELLS.keys()];
  const named = only === undefined ? all : all.filter((index) => CELLS[index]?.name.includes(only));
  if (named.length === 0) throw new Error(`No cell has ${JSON.stringify(only)} in its name`);
  return short ? named.filter((_, place) => place % SHORT_STEP === 0) : named;
}
