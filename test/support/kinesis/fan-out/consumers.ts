import { errorReply, jsonReply, type ServiceCall, type ServiceReply, textIn } from '../service-call.ts';

interface Registered {
  readonly ConsumerName: string;
  readonly ConsumerARN: string;
  readonly ConsumerCreationTimestamp: number;
  ConsumerStatus: 'CREATING' | 'ACTIVE';
}

/** Registered consumers of streams. One is being made until it has been asked about once. */
export class Consumers {
  readonly #registered = new Map<string, Registered>();

  get names(): string[] {
    return [...this.#registered.values()].map(({ ConsumerName }) => ConsumerName);
  }

  /** @returns undefined where the call is none of theirs */
  answer({ operation, input }: ServiceCall): ServiceReply | undefined {
    const [stream, name] = [textIn(input, 'StreamARN') ?? '', textIn(input, 'ConsumerName') ?? ''];
    if (operation === 'RegisterStreamConsumer') return this.#register(stream, name);
    if (operation === 'DescribeStreamConsumer') return this.#describe(stream, name);
    return undefined;
  }

  /** The name of the stream that an active consumer is of. */
  streamOf(consumerArn: string): string | undefined {
    const found = [...this.#registered.values()].find(({ ConsumerARN }) => ConsumerARN === consumerArn);
    if (found?.ConsumerStatus !== 'ACTIVE') return undefined;
    return /:stream\/([^/]+)\//.exec(consumerArn)?.[1];
  }

  #register(stream: string, name: string): ServiceReply {
    const key = `${stream}/${name}`;
    if (this.#registered.has(key)) return errorReply('ResourceInUseException', `${name} exists`);
    const seconds = Math.floor(Date.now() / 1000);
    const consumer: Registered = {
      ConsumerName: name,
      ConsumerARN: `${stream}/consumer/${name}:${seconds}`,
      ConsumerCreationTimestamp: seconds,
      ConsumerStatus: 'CREATING',
    };
    this.#registered.set(key, consumer);
    return jsonReply({ Consumer: consumer });
  }

  #describe(stream: string, name: string): ServiceReply {
    const consumer = this.#registered.get(`${stream}/${name}`);
    if (consumer === undefined) return errorReply('ResourceNotFoundException', `${name} is not there`);
    const reply = jsonReply({ ConsumerDescription: { ...consumer, StreamARN: stream } });
    consumer.ConsumerStatus = 'ACTIVE';
    return reply;
  }
}
