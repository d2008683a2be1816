import type { Arrivals } from '../../batching/port.ts';
import type { EndpointDirectory, EndpointPort, InferenceRequest, Settle, Submitted } from '../../endpoints/port.ts';

/**
 * Whichever endpoint bears the name now, for a stream, which outlives those that a new config replaces. Where a new config has none of the name, nor
 * the stream, what the stream has read is still asked of the last.
 */
export class NamedEndpoint implements EndpointPort {
  readonly name: string;
  readonly #endpoints: Pick<EndpointDirectory, 'get'>;
  #last: EndpointPort | undefined;

  constructor(name: string, endpoints: Pick<EndpointDirectory, 'get'>) {
    this.name = name;
    this.#endpoints = endpoints;
  }

  submit(request: InferenceRequest, settle: Settle): Submitted {
    return this.#now.submit(request, settle);
  }

  credit(bytes: number, signal: AbortSignal): ReturnType<EndpointPort['credit']> {
    return this.#now.credit(bytes, signal);
  }

  get arrivals(): Arrivals {
    return this.#now.arrivals;
  }

  get #now(): EndpointPort {
    const endpoint = this.#endpoints.get(this.name) ?? this.#last;
    if (endpoint === undefined) throw new Error(`There is no endpoint ${this.name}`);
    this.#last = endpoint;
    return endpoint;
  }
}
