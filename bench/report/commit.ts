import { execFileSync } from 'node:child_process';
import { ROOT } from '../processes/program.ts';

export interface Commit {
  /** Short hash; `none` where there is none. */
  readonly hash: string;
  /** Whether the sources differ from it; earlier results do not count. */
  readonly dirty: boolean;
}

export function currentCommit(): Commit {
  const hash = git('rev-parse', '--short', '--verify', '--quiet', 'HEAD');
  const changes = git('status', '--porcelain', '--', '.', ':!bench/results');
  return { hash: hash || 'none', dirty: changes !== '' };
}

function git(...args: readonly string[]): string {
  try {
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return '';
  }
}
