/** A request to one contract. */
export interface Asked {
  readonly contentType: string;
  readonly accept?: string;
  readonly body: string | Buffer;
}

/** Requests whose answers tell them apart: `word` and `number` mark them. */
type Requests = (word: string, number: number) => readonly Asked[];

const LABELS = { candidate_labels: ['health', 'finance', 'career'] };

/** Requests of every contract, singles and lists, in each form that its container takes. */
export const REQUESTS: Readonly<Record<string, Requests>> = {
  'djl-lmi-dynamic-batch': (word) => json({ inputs: `What is ${word}?`, parameters: { max_new_tokens: 8 } }),
  'djl-text-embedding': (word) => json({ inputs: word }, { inputs: [`${word} a`, `${word} b`] }),
  'docunderstanding-eqa': (word) =>
    json({ question: `Where is ${word}?`, context: `It is at ${word}.`, parameters: { topk: 2 } }),
  'docunderstanding-ner-finetuned': (word) => [
    { contentType: 'application/list-text', body: JSON.stringify([word.split(' ')]) },
    { contentType: 'application/list-text', body: JSON.stringify([['Acme'], ['in', word, 'lives', 'Ana']]) },
  ],
  'docunderstanding-relation': (word) =>
    json({ sequence: `Acme builds ${word}`, entity_one_start: 0, entity_one_end: 4, entity_two_start: 12, entity_two_end: 19 }),
  'docunderstanding-spacy-ner': (word) => json({ text: `Acme opened in ${word}` }),
  'docunderstanding-summarization': (word) => json({ text: `A long article on ${word}.` }),
  'hf-feature-extraction': (word) => json({ inputs: word }, { inputs: [`${word} and more`, word] }),
  'hf-fill-mask': (word) => json({ inputs: `${word} [MASK]`, parameters: { top_k: 2 } }, { inputs: `${word} [MASK]` }),
  'hf-question-answering': questions,
  'hf-question-answering-topk': questions,
  'hf-summarization': generations,
  'hf-text-classification': classifications,
  'hf-text-classification-csv': classifications,
  'hf-text-classification-return-all-scores': classifications,
  'hf-text-classification-topk': classifications,
  'hf-text-generation': generations,
  'hf-text2text-generation': generations,
  'hf-text2text-generation-nrs2': generations,
  'hf-token-classification': (word) =>
    json(
      { inputs: `My name is ${word}` },
      { inputs: [`${word} a`, `${word} b`], parameters: { aggregation_strategy: 'simple' } },
    ),
  'hf-translation': generations,
  'hf-zero-shot-classification': (word) =>
    json(
      { inputs: word, parameters: LABELS },
      { parameters: { ...LABELS, multi_label: true }, inputs: [`${word} a`, `${word} b`] },
    ),
  'jumpstart-eqa': (word) => pairs(word),
  'jumpstart-ner': (word) => rawText(word),
  'jumpstart-spc': (word) => pairs(word),
  'jumpstart-summarization': (word) => rawText(word),
  'jumpstart-text2text-v1': texts,
  'jumpstart-text2text-v1-jsonlines': texts,
  'jumpstart-text2text-v1-xtext': texts,
  'jumpstart-text2text-v2-tgi': (word) => json({ inputs: word, parameters: { max_new_tokens: 20 } }),
  'jumpstart-textembedding-json': (word) => json({ text_inputs: [word] }, { text_inputs: [`${word} a`, `${word} b`] }),
  'jumpstart-tf-tc': (word) => rawText(word),
  'jumpstart-zstc': (word) => json({ sequences: word, ...LABELS, multi_class: false }),
  'kserve-v1': (_, number) =>
    json(
      { instances: [[number, 2.8, 4.8, 1.4]] },
      {
        instances: [
          [number, 1, 1, 1],
          [2, number, 2, 2],
        ],
      },
    ),
  'kserve-v2': tensors,
  'mlflow-csv': frames,
  'mlflow-dataframe-records': frames,
  'mlflow-dataframe-split': frames,
  'mlflow-inputs-columnar': frames,
  'openai-completions': (word) =>
    json({ model: 'm', prompt: word, max_tokens: 2 }, { model: 'm', prompt: [`${word} a`, `${word} b`], max_tokens: 2, n: 2 }),
  'openai-embeddings': (word) => json({ model: 'm', input: word }, { model: 'm', input: [`${word} a`, `${word} b`] }),
  'sagemaker-blazingtext-json': (word) => json({ instances: [`the movie was ${word}`], configuration: { k: 1 } }),
  'sagemaker-builtin-json': features,
  'sagemaker-builtin-jsonlines': features,
  'sagemaker-rcf-json': features,
  'sagemaker-tfs-jsonlines': (_, number) => [
    ...json({ instances: [[number, 2.5]] }),
    { contentType: 'application/jsonlines', accept: 'application/jsonlines', body: `[${number}.5, 2.0]\n[${number}, 1.0]` },
    { contentType: 'text/csv', body: `${number},2.5` },
  ],
  'tei-embed': (word, number) => json({ inputs: word }, { inputs: [`${word} a`, `${word} b`] }, { inputs: [number, 7, 8] }),
  'tei-predict': (word) =>
    json({ inputs: word }, { inputs: [word, 'hypothesis'] }, { inputs: [[`${word} a`], [`${word} b`, 'c']] }),
  'tei-rerank': (word) => json({ query: 'colour', texts: [`${word} red`, 'stone', `${word} blue`] }),
  'tfserving-predict': (_, number) =>
    json(
      { instances: [[number, 2.5]] },
      {
        inputs: {
          x: [
            [number, 1.5],
            [2.5, number],
          ],
        },
      },
      { inputs: [[number, 3.5]] },
    ),
  'torchserve-json-envelope': (word) => json({ instances: [{ data: word }] }),
  'triton-v2-binary': (word, number) => [...tensors(word, number), binaryTensor(number)],
  'xgboost-csv': rows,
  'xgboost-csv-comma': (word, number) => rows(word, number).filter(({ accept }) => accept !== 'application/json'),
  'xgboost-json-accept': rows,
  'xgboost-libsvm': (_, number) => [{ contentType: 'text/libsvm', accept: 'text/csv', body: `0 1:${number} 3:2.0` }],
};

function json(...bodies: readonly unknown[]): readonly Asked[] {
  return bodies.map((body) => ({ contentType: 'application/json', body: JSON.stringify(body) }));
}

function questions(word: string): readonly Asked[] {
  const inputs = { question: `Where is ${word}?`, context: `It is at ${word}, they say.` };
  return json({ inputs }, { inputs, parameters: { top_k: 2 } }, { inputs: [inputs, { ...inputs, question: 'Who?' }] });
}

function classifications(word: string): readonly Asked[] {
  return [
    ...json(
      { inputs: word },
      { inputs: [`${word} a`, `${word} b`] },
      { inputs: word, parameters: { top_k: null } },
      { inputs: word, parameters: { return_all_scores: true } },
      { inputs: { text: word, text_pair: 'a pair' } },
    ),
    { contentType: 'text/csv', accept: 'application/json', body: `inputs\r\n"${word},\nand more"` },
    { contentType: 'text/csv', accept: 'text/csv', body: `inputs\n${word}\n` },
  ];
}

function generations(word: string): readonly Asked[] {
  return json(
    { inputs: word, parameters: { max_length: 30 } },
    { inputs: [`${word} a`, `${word} b`], parameters: { max_length: 30 } },
    { inputs: word, parameters: { num_beams: 2, num_return_sequences: 2 } },
  );
}

function pairs(word: string): readonly Asked[] {
  const body = JSON.stringify([`Where is ${word}?`, `It is at ${word}.`]);
  return [{ contentType: 'application/list-text', accept: 'application/json;verbose', body }];
}

function rawText(word: string): readonly Asked[] {
  return [{ contentType: 'application/x-text', accept: 'application/json', body: word }];
}

function texts(word: string, number: number): readonly Asked[] {
  return [
    ...json({ text_inputs: word, max_length: 30, id: number }, { text_inputs: word, num_return_sequences: 3, num_beams: 3 }),
    { contentType: 'application/jsonlines', accept: 'text/csv', body: `{"id": ${number}, "text_inputs": "${word}"}\n` },
    { contentType: 'application/x-text', body: word },
  ];
}

function features(word: string, number: number): readonly Asked[] {
  return [
    ...json(
      { instances: [{ features: [number, 16.5] }] },
      { instances: [{ features: [1.5, number] }, { features: [number, 2.5] }] },
    ),
    { contentType: 'application/jsonlines', accept: 'application/jsonlines', body: `{"features": [${number}, 2.5]}\n` },
    { contentType: 'text/csv', accept: 'text/csv', body: `${number},${word.length}.5` },
  ];
}

function frames(_: string, number: number): readonly Asked[] {
  return [
    ...json(
      { dataframe_split: { columns: ['a', 'b'], data: [[number, 2.5]], index: [0] } },
      { dataframe_split: { columns: ['a', 'b'], data: [[number + 0.5, 3]] } },
      { dataframe_records: [{ a: number }, { a: 2 }] },
      { inputs: { x: [[number, 2]] } },
      { inputs: { x: [[number + 0.25, 2.5]] } },
    ),
    { contentType: 'text/csv', body: `a,b\n${number},2.5\n` },
    { contentType: 'text/csv', body: `a,b\n${number}.5,7\n` },
  ];
}

function tensors(_: string, number: number): readonly Asked[] {
  const tensor = (shape: readonly number[], data: unknown) => ({ inputs: [{ name: 'x', shape, datatype: 'FP32', data }] });
  return json(
    { id: `q${number}`, ...tensor([1, 2], [number, 2.5]) },
    tensor(
      [2, 2],
      [
        [number, 1.5],
        [3.5, number],
      ],
    ),
  );
}

function binaryTensor(number: number): Asked {
  const data = Buffer.alloc(8);
  data.writeFloatLE(number, 0);
  data.writeFloatLE(2.5, 4);
  const head = Buffer.from(
    JSON.stringify({
      inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', parameters: { binary_data_size: 8 } }],
      outputs: [{ name: 'y', parameters: { binary_data: true } }],
    }),
  );
  const contentType = `application/vnd.sagemaker-triton.binary+json;json-header-size=${head.length}`;
  return { contentType, body: Buffer.concat([head, data]) };
}

function rows(_: string, number: number): readonly Asked[] {
  return [
    { contentType: 'text/csv', accept: 'text/csv', body: `${number}.5,2.0,3.0` },
    { contentType: 'text/csv', accept: 'text/csv', body: `1.5,${number},3.0\n${number},5.0,6.0` },
    { contentType: 'text/csv', accept: 'application/json', body: `${number}.5,2.5` },
  ];
}
