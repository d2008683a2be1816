import { type Command, Option } from 'commander';
import { type Tolerance, toleranceOf } from '../proving/index.ts';
import { notNegative } from './number-option.ts';

/** How answers are compared. */
export interface ToleranceOptions {
  readonly tolerance: number;
  readonly relativeTolerance?: number;
}

export function addToleranceOptions(command: Command): Command {
  return command
    .addOption(new Option('--tolerance <number>', 'how far numbers may differ').argParser(notNegative).default(1e-6))
    .addOption(new Option('--relative-tolerance <number>', 'the same, times the number got alone').argParser(notNegative));
}

export function toleranceIn({ tolerance, relativeTolerance }: ToleranceOptions): Tolerance {
  return toleranceOf(tolerance, relativeTolerance);
}
