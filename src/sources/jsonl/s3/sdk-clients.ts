import { S3Client } from '@aws-sdk/client-s3';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { awsClientConfig } from '../../../kernel/aws-client.ts';
import { regionTold } from './sdk-fault.ts';

/** How long a connection may be silent. An upload of a part takes as long as it takes; a body that is not read, too, is broken then, and gone on with. */
const SILENCE_MS = 60_000;
const CONNECT_TIMEOUT_MS = 5_000;

const unsaid = (): void => {};
/** What fails is thrown; the client would say it on the console, too. */
const SILENT = { trace: unsaid, debug: unsaid, info: unsaid, warn: unsaid, error: unsaid };

/**
 * A client for each region that there are buckets in, the first of them by the SDK's own chain. The SDK would follow a bucket into
 * its region, too, but anew for each call, and with a body that has been sent by then.
 */
export class SdkClients {
  readonly #byRegion = new Map<string | undefined, Promise<S3Client>>();
  readonly #regionOf = new Map<string, string>();
  readonly #endpointUrl: string | undefined;

  /** @param endpointUrl by default that of AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or the profile, if any */
  constructor(endpointUrl?: string) {
    this.#endpointUrl = endpointUrl;
  }

  /** @param call made once more in the bucket's own region, where the first says that it is in another @throws what the SDK does */
  async call<T>(bucket: string, call: (client: S3Client) => Promise<T>): Promise<T> {
    const region = this.#regionOf.get(bucket);
    const client = await this.#clientIn(region);
    try {
      return await call(client);
    } catch (thrown) {
      const told = regionTold(thrown);
      if (told === undefined || told === (await client.config.region())) throw thrown;
      this.#regionOf.set(bucket, told);
      return call(await this.#clientIn(told));
    }
  }

  close(): void {
    for (const client of this.#byRegion.values()) void client.then((each) => each.destroy());
  }

  #clientIn(region: string | undefined): Promise<S3Client> {
    const made = this.#byRegion.get(region) ?? createClient(region, this.#endpointUrl);
    this.#byRegion.set(region, made);
    return made;
  }
}

async function createClient(region: string | undefined, endpointUrl: string | undefined): Promise<S3Client> {
  const agent = { keepAlive: true, maxSockets: Number.POSITIVE_INFINITY };
  const client = new S3Client({
    ...awsClientConfig({ ...(region !== undefined && { region }), ...(endpointUrl !== undefined && { endpointUrl }) }),
    logger: SILENT,
    requestHandler: new NodeHttpHandler({
      connectionTimeout: CONNECT_TIMEOUT_MS,
      requestTimeout: 0,
      socketTimeout: SILENCE_MS,
      httpAgent: agent,
      httpsAgent: agent,
    }),
  });
  // Emulators have no names for buckets. What the environment says is known by the SDK alone, and only once it is asked.
  const { serviceConfiguredEndpoint } = client.config as { serviceConfiguredEndpoint?: () => Promise<string | undefined> };
  client.config.forcePathStyle = endpointUrl !== undefined || (await serviceConfiguredEndpoint?.()) !== undefined;
  return client;
}
