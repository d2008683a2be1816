import type { CallerHeaders } from '../../endpoints/port.ts';
import { jsonValue } from '../../kernel/json/json-parts.ts';
import type { BodyTemplate } from '../pulled/body-template.ts';
import type { Asked, LineAnswer, LineForm } from './line-form.ts';
import type { DataProcessing } from './record/data-processing.ts';
import type { HyperParams } from './record/hyper-params.ts';
import { IdField } from './record/id-field.ts';
import { hasLineEnd, onOneLine, withoutLineEnd } from './record/one-line.ts';

export interface TextFormOptions {
  readonly headers: CallerHeaders;
  readonly processing: DataProcessing;
  /** What is filtered is the body itself where there is none. */
  readonly template?: Pick<BodyTemplate, 'fill'> | undefined;
  readonly hyperParams?: HyperParams | undefined;
  /** A member of the records, which is the caller's own: the model does not see it, the output has it. */
  readonly id?: string | undefined;
  /** What goes before each row, as a header does. */
  readonly preamble?: Buffer | undefined;
  /** Whether each answer is to be one line. */
  readonly isLines: boolean;
}

/** Lines as batch transform has them: filtered, made into a request, and their answers filtered and joined again. */
export class TextForm implements LineForm {
  readonly #options: TextFormOptions;
  readonly #headers: CallerHeaders;
  readonly #id: IdField | undefined;

  constructor(options: TextFormOptions) {
    this.#options = options;
    // Frozen, so that what follows from them is found once: they are those of every record.
    this.#headers = Object.freeze({ ...options.headers });
    this.#id = options.id === undefined ? undefined : new IdField(options.id);
  }

  askedOf(line: Buffer): Asked {
    if (this.#id !== undefined && this.#id.of(line) === undefined) return { unreadable: this.#id.missing };
    const part = this.#options.processing.toModel(line);
    if (!Buffer.isBuffer(part)) return part;
    const body = this.#bodyOf(part);
    return Buffer.isBuffer(body) ? { headers: this.#headers, body } : body;
  }

  outputOf(line: Buffer, { body }: LineAnswer): Buffer | { readonly unreadable: string } {
    const text = this.#options.processing.toFile(line, body);
    if (!Buffer.isBuffer(text)) return text;
    const output = this.#id === undefined ? text : this.#id.putInto(text, line);
    return this.#options.isLines ? oneLine(output) : output;
  }

  #bodyOf(part: Buffer): Buffer | { readonly unreadable: string } {
    const { template, hyperParams, preamble } = this.#options;
    const body = template === undefined ? (this.#id?.takeFrom(part) ?? part) : template.fill(part);
    if (!Buffer.isBuffer(body)) return body;
    const whole = hyperParams === undefined ? body : hyperParams.addTo(body);
    if (whole === undefined) return { unreadable: 'Hyper-parameters can only be added to a JSON object.' };
    return preamble === undefined ? whole : Buffer.concat([preamble, whole]);
  }
}

/** JSON without the line ends between its tokens; any other text of several lines as a JSON string. */
function oneLine(text: Buffer): Buffer {
  const line = withoutLineEnd(text);
  if (!hasLineEnd(line)) return line;
  return jsonValue(line) === undefined ? Buffer.from(JSON.stringify(line.toString())) : onOneLine(line);
}
