import type { HeartListener } from '../batching/events.ts';
import { families } from '../codecs/index.ts';
import { Console, type EndpointBoard, type StreamBoard, vitalsReader } from '../console/index.ts';
import type { Endpoint } from '../endpoints/endpoint.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StreamListener } from '../sources/kinesis/events.ts';
import type { EndpointConfig } from './create-endpoint.ts';
import type { Stream } from './create-stream.ts';
import type { InForce } from './running/in-force.ts';

export interface WatchedSurroundings {
  readonly clock: Clock;
  readonly version: string;
  readonly inForce: () => InForce;
  readonly state: () => string;
}

type EndpointAbout = EndpointBoard['about'];

/** Endpoints and streams with what the live page knows of each. Whoever is replaced takes its board along. */
export class Watched {
  readonly console: Console;
  readonly #boards = new WeakMap<Endpoint, EndpointBoard>();
  readonly #streamBoards = new WeakMap<Stream, StreamBoard>();

  constructor({ clock, version, inForce, state }: WatchedSurroundings) {
    this.console = new Console({
      clock,
      version,
      state,
      vitals: vitalsReader(),
      endpoints: () =>
        inForce()
          .endpoints()
          .flatMap(([name, endpoint]) => {
            const board = this.#boards.get(endpoint);
            return board === undefined ? [] : [{ name, board, snapshot: endpoint.snapshot() }];
          }),
      defaultEndpoint: () => inForce().default?.name,
      streams: () =>
        inForce()
          .streams()
          .flatMap(([, stream]) => {
            const board = this.#streamBoards.get(stream);
            return board === undefined ? [] : [{ board, snapshot: stream.consumer.snapshot() }];
          }),
    });
  }

  async endpoint(name: string, options: EndpointConfig, create: (board: EndpointBoard) => Promise<Endpoint>): Promise<Endpoint> {
    const board = this.console.boardOf(name, aboutOf(options));
    const endpoint = await create(board);
    this.#boards.set(endpoint, board);
    return endpoint;
  }

  async stream(name: string, create: (board: StreamBoard) => Promise<Stream>): Promise<Stream> {
    const board = this.console.streamBoard(name);
    const stream = await create(board);
    this.#streamBoards.set(stream, board);
    return stream;
  }
}

/** Tells the board, too. */
export function also(listener: HeartListener, board: EndpointBoard): HeartListener {
  return (event) => {
    listener(event);
    board.hear(event);
  };
}

/** Tells both. */
export function alsoOfStream(one: StreamListener, other: StreamListener): StreamListener {
  const both = [one, other];
  return {
    read: (...told) => both.forEach((each) => each.read(...told)),
    ended: (...told) => both.forEach((each) => each.ended(...told)),
    buried: (...told) => both.forEach((each) => each.buried(...told)),
    retried: () => both.forEach((each) => each.retried()),
    paused: (...told) => both.forEach((each) => each.paused(...told)),
    leased: (...told) => both.forEach((each) => each.leased(...told)),
    left: (...told) => both.forEach((each) => each.left(...told)),
    reopened: (...told) => both.forEach((each) => each.reopened(...told)),
    fault: (...told) => both.forEach((each) => each.fault(...told)),
    internal: (...told) => both.forEach((each) => each.internal(...told)),
  };
}

function aboutOf({ codec, upstream, batching }: EndpointConfig): EndpointAbout {
  return {
    codec: codec.name,
    upstream: upstream.type === 'sagemaker' ? `sagemaker ${upstream.endpointName}` : upstream.type,
    policy: batching.policy,
    maxBatchSize: batching.maxBatchSize,
    latencySloMs: batching.latencySloMs ?? null,
    sample: sampleOf(codec.name),
  };
}

function sampleOf(codec: string): EndpointAbout['sample'] {
  const family = families.find(({ name, aliases }) => name === codec || aliases.includes(codec));
  const sample = family?.samples[0];
  if (sample === undefined) return null;
  const body = sample.body.toString('utf8');
  // Binary ones are nothing to be edited in a page.
  return body.includes('\ufffd') ? null : { contentType: sample.headers['content-type'] ?? 'application/json', body };
}
