import { questionAnswering } from '../hf/extraction.ts';
import { pipelineCall } from '../hf/pipeline.ts';
import { mmsRefusal } from '../mms.ts';
import { refusePoison } from '../model/content.ts';
import { below } from '../model/numbers.ts';
import { namedWords } from '../model/spans.ts';
import { generated } from '../model/text.ts';
import { type Container, decodeUtf8, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value } from '../python/value.ts';

type EntryPoint = (request: Dict, holds: (items: number) => void) => Dict;

/** The document-understanding scripts in the Hugging Face container, which assert that both types are application/json. */
function entryPoint(predict: EntryPoint): Container {
  return {
    answer: (question) => {
      if (question.contentType !== 'application/json') throw new Refusal('AssertionError: content type');
      if (!['', '*/*', 'application/json'].includes(question.accept)) throw new Refusal('AssertionError: accept');
      const request = readJson(decodeUtf8(question.body));
      if (!isDict(request)) throw new Refusal('list indices must be integers or slices, not str');
      return reply('application/json', writeJson(predict(request, question.holds)));
    },
    refuse: mmsRefusal,
  };
}

/** spaCy: `nlp(text)` takes one text. */
export const spacyNer = entryPoint((request, holds) => {
  const text = textOf(request.get('text'));
  holds(1);
  const chunks = namedWords(text).map(({ word, start }) => ({
    text: word,
    start_char: BigInt(start),
    end_char: BigInt(start + Array.from(word).length),
  }));
  const label = (word: string): string => ['ORG', 'GPE', 'PERSON'][below(3, 'spacy', word, text)] ?? 'ORG';
  return dict({ entities: chunks.map((chunk) => dict({ ...chunk, label: label(chunk.text) })), noun_chunks: chunks.map(dict) });
});

/** Extractive answers, three unless topk says otherwise: lists pass through, lists of one come back flat. */
export const extractiveQa = entryPoint((request, holds) => {
  const parameters = request.get('parameters') ?? new Map<string, Value>();
  const topk = isDict(parameters) ? (parameters.get('topk') ?? 3n) : 3n;
  const inputs = dict({ question: request.get('question'), context: request.get('context') });
  const answers = questionAnswering.run(pipelineCall(inputs, dict({ topk }), holds));
  return dict({ answers });
});

/** A list is taken, and answered with its first summary only. */
export const summarisation = entryPoint((request, holds) => {
  const text = request.get('text');
  const texts = isList(text) ? text.map(textOf) : [textOf(text)];
  holds(texts.length);
  const [first] = texts;
  if (first === undefined) throw new Refusal('list index out of range');
  return dict({ summary: generated(first, writeJson(request.get('parameters') ?? null)) });
});

/** One record: the tensors are unsqueezed to a batch of one. */
export const relation = entryPoint((request, holds) => {
  const sequence = textOf(request.get('sequence'));
  const offsets = ['entity_one_start', 'entity_one_end', 'entity_two_start', 'entity_two_end'].map((key) => request.get(key));
  if (!offsets.every((offset) => typeof offset === 'bigint')) throw new Refusal('slice indices must be integers');
  holds(1);
  const labels = ['Other', 'Cause-Effect(e1,e2)', 'Component-Whole(e1,e2)', 'Product-Producer(e2,e1)'];
  const id = below(labels.length, 'relation', sequence, offsets.join(','));
  return dict({ Label_id: BigInt(id), Label: labels[id] });
});

function textOf(text: Value | undefined): string {
  if (typeof text !== 'string') throw new Refusal('Expected a string or Doc as input, but got another type');
  refusePoison(text);
  return text;
}
