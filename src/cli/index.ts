import { Command } from 'commander';
import { configCommand } from './config.ts';
import type { CliContext } from './context.ts';
import { evaluateCommand } from './evaluate.ts';
import { DONE, exitCodeOf } from './exit-code.ts';
import { probeCommand } from './probe.ts';
import { redriveCommand } from './redrive.ts';
import { serveCommand } from './serve.ts';
import { transformCommand } from './transform.ts';
import { tuneCommand } from './tune.ts';
import { verifyCommand } from './verify.ts';

export type { CliContext } from './context.ts';
export { trace } from './exit-code.ts';

/** Runs one command line. Resolves with the process's exit code, never rejects. */
export async function runCli(context: CliContext): Promise<number> {
  try {
    await commandLine(context).parseAsync(context.argv, { from: 'user' });
    return DONE;
  } catch (error) {
    return exitCodeOf(error, context.stderr);
  }
}

/** All commands; nothing is run yet. */
export function commandLine(context: CliContext): Command {
  const root = new Command('tidegate')
    .description('Micro-batching gateway for model endpoints.')
    .version(context.version, '--version', 'print the version');
  const commands = [
    serveCommand,
    configCommand,
    probeCommand,
    verifyCommand,
    tuneCommand,
    transformCommand,
    evaluateCommand,
    redriveCommand,
  ];
  for (const command of commands) root.addCommand(command(context));
  for (const command of [root, ...root.commands]) embed(command, context);
  return root;
}

/** Commander would write to the process and end it; a command added ready-made does not inherit what its parent was told. */
function embed(command: Command, { stdout, stderr }: CliContext): void {
  command
    .exitOverride()
    .showHelpAfterError('(--help lists what there is)')
    .configureOutput({ writeOut: (text) => stdout.write(text), writeErr: (text) => stderr.write(text) });
}
