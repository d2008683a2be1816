/** How a server wants one instance, and where its reply has the predictions. */
export interface Dialect {
  request(instance: object): unknown;
  /** May throw, or give anything, for a reply of another form. */
  predictions(reply: unknown): unknown;
}

const request = (instance: object): unknown => ({ instances: [instance] });

export const KSERVE_V1: Dialect = { request, predictions: (reply) => (reply as { predictions: unknown }).predictions };

/** `instances` is the name of a parameter; the reply is what the function gave. */
export const BARE_LIST: Dialect = { request, predictions: (reply) => reply };

interface Tensors {
  readonly outputs: readonly { readonly data: readonly string[] }[];
}

/** The Open Inference Protocol (KServe V2): an instance is an element of type BYTES, as JSON text. */
export function openInference(shape: readonly number[]): Dialect {
  return {
    request: (instance) => ({
      inputs: [{ name: 'instance', shape, datatype: 'BYTES', data: [JSON.stringify(instance)] }],
    }),
    predictions: (reply) => (reply as Tensors).outputs[0]?.data.map((text) => JSON.parse(text) as unknown),
  };
}
