import type { ResolvedConfig } from '../../config/index.ts';
import type { Endpoint } from '../../endpoints/endpoint.ts';
import type { EndpointDirectory, EndpointPort } from '../../endpoints/port.ts';
import type { StreamOptions } from '../../sources/kinesis/options.ts';
import type { EndpointConfig } from '../create-endpoint.ts';
import type { Stream } from '../create-stream.ts';
import { NamedEndpoint } from './named-endpoint.ts';
import { type Prepared, Replaceable } from './replaceable.ts';

export interface InForceParts {
  createEndpoint(name: string, options: EndpointConfig): Promise<Endpoint>;
  /** Resolves when it is read. */
  startStream(name: string, options: StreamOptions, endpoint: EndpointPort): Promise<Stream>;
  onFault(thrown: unknown): void;
}

/** Endpoints and streams of the config in force. A new config takes their place as a whole, or not at all. */
export class InForce implements EndpointDirectory {
  readonly #endpoints: Replaceable<EndpointConfig, Endpoint>;
  readonly #streams: Replaceable<StreamOptions, Stream>;
  #graceMs = 0;
  #default: string | undefined;
  /** Of a config that is being made ready: its streams may lead to endpoints that are new with it. */
  #coming: Prepared<Endpoint> | undefined;

  constructor(parts: InForceParts) {
    const onFault = (thrown: unknown): void => parts.onFault(thrown);
    const reachable = { get: (name: string) => this.get(name) ?? this.#coming?.get(name) };
    this.#endpoints = new Replaceable({
      create: (name, options) => parts.createEndpoint(name, options),
      retire: (endpoint) => this.#retire(endpoint),
      onFault,
    });
    this.#streams = new Replaceable({
      create: (name, options) => parts.startStream(name, options, new NamedEndpoint(options.endpoint, reachable)),
      retire: (stream) => stream.close(this.#graceMs),
      onFault,
    });
  }

  get(name: string): Endpoint | undefined {
    return this.#endpoints.get(name);
  }

  get default(): Endpoint | undefined {
    return this.#default === undefined ? undefined : this.get(this.#default);
  }

  endpoints(): readonly (readonly [name: string, endpoint: Endpoint])[] {
    return this.#endpoints.entries();
  }

  streams(): readonly (readonly [name: string, stream: Stream])[] {
    return this.#streams.entries();
  }

  /** All that is at work, also what finishes what it was at when it was replaced. */
  everything(): { readonly endpoints: readonly Endpoint[]; readonly streams: readonly Stream[] } {
    return { endpoints: this.#endpoints.all(), streams: this.#streams.all() };
  }

  /** @throws when one cannot be made */
  async start(config: ResolvedConfig): Promise<void> {
    (await this.#endpoints.prepare(optionsOf(config))).commit();
    this.#now(config);
  }

  /** Apart, since the doors are open before: who waits for a stream need not wait for them. @throws for one that can never be read */
  async startStreams({ streams = {} }: ResolvedConfig): Promise<void> {
    (await this.#streams.prepare(streams)).commit();
  }

  /**
   * What takes the place of the config in force: all of it is ready before any of it counts.
   * @param ready what else must be, before it counts; what it throws keeps everything as it is
   * @throws when it cannot: the config in force stays
   */
  async replace(config: ResolvedConfig, ready: () => Promise<void>): Promise<void> {
    const endpoints = await this.#endpoints.prepare(optionsOf(config));
    this.#coming = endpoints;
    try {
      const streams = await this.#streams.prepare(config.streams ?? {});
      await ready().catch(async (thrown: unknown) => {
        await streams.discard();
        throw thrown;
      });
      streams.commit();
      endpoints.commit();
      this.#now(config);
    } catch (thrown) {
      await endpoints.discard();
      throw thrown;
    } finally {
      this.#coming = undefined;
    }
  }

  /** What streams that are replaced, too, have read is still to be answered. */
  async #retire(endpoint: Endpoint): Promise<void> {
    await this.#streams.retired();
    await endpoint.drain();
    await endpoint.close();
  }

  #now({ endpoints, server }: ResolvedConfig): void {
    this.#default = Object.keys(endpoints).find((name) => endpoints[name]?.default);
    this.#graceMs = server.shutdownGraceMs;
  }
}

function optionsOf({ endpoints }: ResolvedConfig): Readonly<Record<string, EndpointConfig>> {
  return Object.fromEntries(
    Object.entries(endpoints).map(([name, { upstream, codec, batching, queue, retry }]) => [
      name,
      { upstream, codec, batching, queue, retry },
    ]),
  );
}
