/** A wire contract as the benchmark speaks it, and how it is served without byte ranges: by what is parsed. */
export interface Contract {
  /** A family of `createCodec`. */
  readonly codec: string;
  /** Of one caller, for one item. */
  request(item: string): string;
  /** Of the model, to a whole call. */
  reply(results: readonly string[]): string;
  join(requests: readonly Parsed[]): unknown;
  /** What each caller gets. */
  split(reply: unknown): readonly unknown[];
}

export type Parsed = Readonly<Record<string, unknown>>;

export const INSTANCES: Contract = {
  codec: 'kserve-v1',
  request: (item) => `{"instances":[${item}]}`,
  reply: (results) => `{"predictions":[${results.join()}]}`,
  join: (requests) => ({ ...requests[0], instances: requests.flatMap(({ instances }) => instances) }),
  split: (reply) => listAt(reply, 'predictions').map((result) => ({ predictions: [result] })),
};

export const TEXT_TO_TEXT: Contract = {
  codec: 'jumpstart-text2text-v1',
  request: (item) => `{"text_inputs":${item},"max_length":200,"temperature":0.7}`,
  reply: (results) => `{"generated_texts":[${results.join()}]}`,
  join: (requests) => ({ ...requests[0], text_inputs: requests.map(({ text_inputs: text }) => text) }),
  split: (reply) => listAt(reply, 'generated_texts').map((text) => ({ generated_texts: [text] })),
};

export const EMBED: Contract = {
  codec: 'tei-embed',
  request: (item) => `{"inputs":${item}}`,
  reply: (results) => `[${results.join()}]`,
  join: (requests) => ({ ...requests[0], inputs: requests.map(({ inputs }) => inputs) }),
  split: (reply) => (reply as readonly unknown[]).map((vector) => [vector]),
};

function listAt(reply: unknown, key: string): readonly unknown[] {
  return (reply as Readonly<Record<string, readonly unknown[]>>)[key] ?? [];
}
