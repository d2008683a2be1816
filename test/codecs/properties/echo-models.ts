/** A model server: the body of a call to the body of its answer, as Python's json.dumps writes it. */
export type Model = (body: string) => string;

function dump(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(dump).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, member]) => `${JSON.stringify(key)}: ${dump(member)}`)
    .join(', ')}}`;
}

/** Something that only this item gives. */
function mark(item: unknown): number {
  return Buffer.from(JSON.stringify(item)).reduce((sum, byte) => (sum * 31 + byte) % 1_000_003, 7);
}

/** KServe V1. */
export const predict: Model = (body) => {
  const { instances } = JSON.parse(body);
  return dump({
    model_name: 'm',
    predictions: instances.map((item: unknown) => ({ echo: item, nested: [[], mark(item)] })),
    version: 1,
  });
};

/** Hugging Face zero-shot classification; refuses what would not be one forward call. */
export const zeroShot: Model = (body) => {
  const { inputs, parameters } = JSON.parse(body);
  const answer = (sequence: unknown): object => ({
    sequence,
    labels: parameters.candidate_labels,
    scores: [mark(sequence), mark(parameters.multi_label ?? false)],
  });
  return dump(Array.isArray(inputs) ? inputs.map(answer) : answer(inputs));
};

/** Text Embeddings Inference. */
export const embed: Model = (body) => {
  const { inputs, truncate } = JSON.parse(body);
  const isOne = !Array.isArray(inputs) || typeof inputs[0] === 'number';
  return dump((isOne ? [inputs] : inputs).map((item: unknown) => [mark(item), truncate ? 1 : 0]));
};

/** JumpStart text2text, in each shape that its replies to lists may have. */
export function generate(shape: 'flat' | 'nested' | 'top' | 'topNested'): Model {
  return (body) => {
    const { text_inputs: inputs, num_return_sequences: sequences = 1, max_length: limit } = JSON.parse(body);
    const answer = (item: unknown): string[] =>
      Array.from({ length: sequences }, (_, index) => `]"[${mark(item)},${index},${limit}`);
    if (!Array.isArray(inputs)) return dump(shape.startsWith('top') ? answer(inputs) : { generated_texts: answer(inputs) });
    const texts = shape.toLowerCase().endsWith('nested') ? inputs.map(answer) : inputs.flatMap(answer);
    return dump(shape.startsWith('top') ? texts : { generated_texts: texts });
  };
}
