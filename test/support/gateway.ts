import type { UserConfig } from '../../src/config/index.ts';
import { type ResolvedConfig, resolveConfig } from '../../src/config/index.ts';
import { type Gateway, startGateway } from '../../src/gateway/index.ts';

/** The real gateway in this process, on a free port, silent. */
export function startTestGateway(config: UserConfig, readConfig: () => UserConfig = () => config): Promise<Gateway> {
  return startGateway(testConfig(config), { version: '0.0.0-test', readConfig: async () => testConfig(readConfig()) });
}

function testConfig(config: UserConfig): ResolvedConfig {
  return resolveConfig({
    ...config,
    server: { port: 0, ...config.server },
    telemetry: { logLevel: 'silent', ...config.telemetry },
  });
}

/** The value of one series of `/metrics`, by its exact name and labels; 0 when it is not there. */
export async function metric(gateway: Gateway, series: string): Promise<number> {
  const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? 0 : Number(line.slice(series.length + 1));
}

/** The sum over all series of one metric. */
export async function metricSum(gateway: Gateway, name: string): Promise<number> {
  const text = await (await fetch(`${gateway.adminUrl}/metrics`)).text();
  const lines = text.split('\n').filter((each) => each.startsWith(`${name}{`));
  return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
