import type { Family, Form, FormDoc } from '../family.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import type { Envelope, ReplyForm } from '../port.ts';
import { ReplyByType } from '../reply-by-type.ts';
import { RowsReply } from '../rows/reply.ts';
import { RowsRequest } from '../rows/request.ts';
import { EXACT_JSON } from './content-types.ts';
import { jsonSamples } from './sample.ts';

/** One task of the Hugging Face inference toolkit. */
export interface Task {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly about: string;
  readonly shape: (maxRows: number) => Shape;
  readonly doc: FormDoc;
  readonly alone?: string;
  /** How a CSV file of one row is answered, and the column that it must have; absent where the task takes no CSV. */
  readonly csv?: { readonly bare: Envelope['bare']; readonly oneOf: readonly string[]; readonly reply: ReplyForm };
  readonly samples: readonly unknown[];
}

const REFUSALS = {
  array: 'Expected an object: the model takes no top-level list (pop expected at most 1 argument, got 2)',
  scalar: 'Expected an object: the model takes no top-level text, number or literal',
};

/**
 * `{"inputs": x, "parameters": {…}}`, content types to the letter. A list alone makes the toolkit run one forward pass after the
 * other, so joined calls state `parameters.batch_size`. Executed with transformers 4.57.6 and, where the task exists, 5.18.0.
 */
export function huggingFace(task: Task): Family {
  return {
    name: task.name,
    aliases: task.aliases ?? [],
    about: `The Hugging Face inference toolkit. ${task.about}`,
    source: 'aws/sagemaker-huggingface-inference-toolkit@69bc5ef handler_service.py, decoder_encoder.py; executed',
    alone: `A list of one, which the pipelines answer in shapes of their own${task.alone === undefined ? '' : `; ${task.alone}`}.`,
    samples: jsonSamples(...task.samples),
    forms: ({ maxRows, maxItems }) => [
      {
        contentTypes: EXACT_JSON,
        // The toolkit encodes by it, and CSV of what a task answers to JSON tells no results apart.
        accept: /json|\*\/\*/i,
        doc: task.doc,
        request: new JsonRequest({ shapes: [task.shape(maxRows)], refusals: REFUSALS, maxItems }),
      },
      ...csvForm(task, maxItems),
    ],
  };
}

function csvForm({ csv }: Task, maxItems: number | undefined): readonly Form[] {
  if (csv === undefined) return [];
  const { bare, oneOf, reply: json } = csv;
  const reply = new ReplyByType({ 'text/csv': new RowsReply({ quoted: true, header: true }) }, json);
  return [
    {
      contentTypes: { names: ['text/csv'], parameters: 'exact' },
      doc: {
        request: `CSV with a header line that names one of ${oneOf.map((name) => `\`${name}\``).join(', ')}; a row an item`,
        reply: 'as for JSON, or CSV with a header line by `Accept`',
        cost: 'rows',
      },
      request: new RowsRequest({ name: 'csv', quoted: true, header: { oneOf }, bare, reply }, maxItems),
    },
  ];
}
