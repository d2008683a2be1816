import { startConformanceServer } from '../../support/conformance/index.ts';
import { startTestGateway } from '../../support/gateway.ts';

/** What stands in for SageMaker and its endpoints: a gateway, which speaks the same API, before servers as strict as the containers. */
export interface StandIn {
  readonly url: string;
  readonly conformanceUrl: string;
  close(): Promise<void>;
}

const CONTRACTS = { 'jumpstart-flan-t5-large': 'jumpstart-text2text-v1' };

export async function startStandIn(): Promise<StandIn> {
  const server = await startConformanceServer();
  const endpoints = Object.entries(CONTRACTS).map(([name, codec]) => {
    const url = `${server.url}/${codec}/invocations`;
    return [name, { upstream: { type: 'http', url } as const, codec: 'passthrough' }] as const;
  });
  const gateway = await startTestGateway({ endpoints: Object.fromEntries(endpoints) });
  return {
    url: gateway.url,
    conformanceUrl: server.url,
    close: async () => {
      await gateway.stop();
      await server.close();
    },
  };
}

/** A config whose SageMaker is the stand-in. */
export function calling(standIn: StandIn, yaml: string): string {
  if (yaml.includes('endpointUrl:')) return yaml;
  return yaml.replaceAll(
    /type: sagemaker(?=[,\n])(,|\n *)/g,
    (whole, separator: string) =>
      `type: sagemaker${separator}${separator === ',' ? ' ' : ''}endpointUrl: "${standIn.url}"${whole.endsWith(',') ? ',' : separator}`,
  );
}
