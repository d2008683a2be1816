import type { Command } from 'commander';

/** How records are sent. */
export interface PayloadOptions {
  readonly contentType: string;
  readonly accept?: string;
}

export function addPayloadOptions(command: Command): Command {
  return command
    .option('--content-type <type>', 'of the records', 'application/json')
    .option('--accept <type>', 'asked of the model');
}

export function headersOf({ contentType, accept }: PayloadOptions): Readonly<Record<string, string>> {
  return { 'content-type': contentType, ...(accept === undefined ? {} : { accept }) };
}
