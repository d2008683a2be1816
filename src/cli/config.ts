import { Command } from 'commander';
import { printConfig } from '../config/index.ts';
import type { CliContext } from './context.ts';
import { configOption, readConfig } from './read-config.ts';

/** `tidegate config`: validates, and prints what the gateway would run with. */
export function configCommand(context: CliContext): Command {
  return new Command('config')
    .description('validate the config and print it with all defaults, as YAML')
    .addOption(configOption())
    .action(async ({ config: path }: { readonly config?: string }) => {
      context.stdout.write(printConfig(await readConfig(path, context)));
    });
}
