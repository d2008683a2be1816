import { Command, InvalidArgumentError } from 'commander';
import { overrideServer, type ResolvedConfig, type ServerOverride } from '../config/index.ts';
import type { Gateway } from '../gateway/index.ts';
import { demoBanner } from './banner.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { configOption, readConfig } from './read-config.ts';
import { startFailure } from './start-failure.ts';

interface ServeOptions extends ServerOverride {
  readonly config?: string;
}

/** `tidegate serve`: the long-running service. */
export function serveCommand(context: CliContext): Command {
  return new Command('serve')
    .description('run the gateway until it is told to stop')
    .addOption(configOption())
    .option('--port <n>', 'listen on this port instead of server.port', parsePort)
    .option('--host <address>', 'listen on this address instead of server.host', parseHost)
    .action((options: ServeOptions) => serve(options, context));
}

async function serve(options: ServeOptions, context: CliContext): Promise<void> {
  const readAll = async (): Promise<ResolvedConfig> => overrideServer(await readConfig(options.config, context), options);
  const config = await readAll();
  // Before the start, so that a signal that comes during it still leads to an orderly stop.
  const stopAsked = context.stopAsked();
  const starting = start(config, readAll, context);
  // Before it has started, too: until somebody listens, the signal ends the process. What is wrong with the config stands in the log.
  context.onReloadAsked(() => void starting.then((started) => started.reload()).catch(() => {}));
  const gateway = await starting;
  if (options.config === undefined) context.stderr.write(demoBanner(gateway));
  await stopAsked;
  await gateway.stop().catch((error: unknown) => {
    throw new CommandFailure('did not stop cleanly', error);
  });
}

async function start(config: ResolvedConfig, readAll: () => Promise<ResolvedConfig>, { version }: CliContext): Promise<Gateway> {
  const { startGateway } = await import('../gateway/index.ts');
  return startGateway(config, { version, readConfig: readAll }).catch((error: unknown) => {
    throw startFailure(error, config);
  });
}

function parsePort(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('Expected an integer from 0 to 65535.');
  return Number(text);
}

function parseHost(text: string): string {
  if (text === '') throw new InvalidArgumentError('Expected an address.');
  return text;
}
