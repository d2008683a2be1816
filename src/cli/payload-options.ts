import { type Command, Option } from 'commander';
import { type Tolerance, toleranceOf } from '../proving/index.ts';
import { notNegative } from './number-option.ts';

/** How records are sent and answers compared. */
export interface PayloadOptions {
  readonly contentType: string;
  readonly accept?: string;
  readonly tolerance: number;
  readonly relativeTolerance?: number;
}

export function addPayloadOptions(command: Command): Command {
  return command
    .option('--content-type <type>', 'of the records', 'application/json')
    .option('--accept <type>', 'asked of the model')
    .addOption(new Option('--tolerance <number>', 'how far numbers may differ').argParser(notNegative).default(1e-6))
    .addOption(new Option('--relative-tolerance <number>', 'the same, times the number got alone').argParser(notNegative));
}

export function headersOf({ contentType, accept }: PayloadOptions): Readonly<Record<string, string>> {
  return { 'content-type': contentType, ...(accept === undefined ? {} : { accept }) };
}

export function toleranceIn({ tolerance, relativeTolerance }: PayloadOptions): Tolerance {
  return toleranceOf(tolerance, relativeTolerance);
}
