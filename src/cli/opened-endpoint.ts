import { Option } from 'commander';
import { EndpointUnusable, InputError } from '../proving/index.ts';
import type { TunableEndpoint } from '../tuning/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { named } from './named.ts';
import { readConfig } from './read-config.ts';

export interface EndpointChoice {
  readonly endpoint: string;
  readonly config?: string;
}

export function endpointOption(): Option {
  return new Option('--endpoint <name>', 'the endpoint of the config').makeOptionMandatory();
}

/** Opens the endpoint for the work, and closes it afterwards. @throws {BadUsage} for a name that the config has not */
export async function withEndpoint<T>(
  { endpoint: name, config: path }: EndpointChoice,
  context: CliContext,
  work: (endpoint: TunableEndpoint) => Promise<T>,
): Promise<T> {
  const options = named('--endpoint', (await readConfig(path, context)).endpoints, name);
  const { openEndpoint } = await import('../gateway/open-endpoint.ts');
  const endpoint = await openEndpoint(name, options).catch((error: unknown) => {
    throw new CommandFailure(`could not open ${name}`, error);
  });
  try {
    return await work(endpoint);
  } catch (error) {
    throw error instanceof EndpointUnusable ? new CommandFailure(`${name} cannot be called`, error) : error;
  } finally {
    await endpoint.upstream.close();
  }
}

/** What is wrong with the records of a file is bad usage. */
export async function ofFile<T>(path: string, work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    throw error instanceof InputError ? new BadUsage(`${path}: ${error.message}`) : error;
  });
}
