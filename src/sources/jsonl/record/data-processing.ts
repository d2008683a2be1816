import { jsonValue } from '../../../kernel/json/json-parts.ts';
import { columnFilter } from './column-filter.ts';
import type { Filter } from './filter.ts';
import { joinCsv, joinJson } from './join-source.ts';
import { jsonFilter } from './json-filter.ts';
import { onOneLine, withoutLineEnd } from './one-line.ts';

export interface DataProcessingOptions {
  readonly format: 'json' | 'csv';
  /** @default '$' */
  readonly inputFilter?: string | undefined;
  /** @default '$' */
  readonly outputFilter?: string | undefined;
  /** @default 'None' */
  readonly joinSource?: 'None' | 'Input' | undefined;
}

/** Why there is nothing to send or to write; a sentence. */
export interface Unreadable {
  readonly unreadable: string;
}

const NOT_READABLE = { json: 'is not JSON', csv: 'is not one CSV row' } as const;

/**
 * SageMaker's DataProcessing of one record, on its way to the model and back: InputFilter, then the model, then JoinSource, which
 * joins the record as it was before the InputFilter, then OutputFilter over what was joined.
 * Source: https://docs.aws.amazon.com/sagemaker/latest/dg/batch-transform-data-processing.html
 */
export class DataProcessing {
  readonly #format: 'json' | 'csv';
  readonly #isJoined: boolean;
  readonly #inputFilter: Filter;
  readonly #outputFilter: Filter;

  /** @throws {ParseError} for a filter that cannot be read, or is not of the format */
  constructor({ format, inputFilter = '$', outputFilter = '$', joinSource = 'None' }: DataProcessingOptions) {
    const compile = format === 'json' ? jsonFilter : columnFilter;
    this.#format = format;
    this.#isJoined = joinSource === 'Input';
    this.#inputFilter = compile(inputFilter);
    this.#outputFilter = compile(outputFilter);
  }

  /** What of a record goes to the model; for `$`, the record as it is, unread. */
  toModel(record: Buffer): Buffer | Unreadable {
    return this.#filtered(this.#inputFilter, record, 'record');
  }

  /** What is written for a record and the model's output: without a line end behind it, nor between the tokens of JSON. */
  toFile(record: Buffer, output: Buffer): Buffer | Unreadable {
    if (!this.#isJoined) return this.#filtered(this.#outputFilter, this.#tidied(output), 'output');
    const joined = (this.#format === 'json' ? joinJson : joinCsv)(record, output);
    if (joined !== undefined) return this.#filtered(this.#outputFilter, joined, 'joined result');
    return { unreadable: `The ${this.#format === 'json' ? 'record' : 'output'} ${NOT_READABLE[this.#format]}.` };
  }

  #tidied(output: Buffer): Buffer {
    const json = this.#format === 'json' ? jsonValue(output) : undefined;
    return json === undefined ? withoutLineEnd(output) : onOneLine(output.subarray(json.start, json.end));
  }

  #filtered(filter: Filter, text: Buffer, subject: string): Buffer | Unreadable {
    const reason = `The ${subject} ${NOT_READABLE[this.#format]}, or has nothing at "${filter.path}".`;
    return filter.apply(text) ?? { unreadable: reason };
  }
}
