import { isObject, jsonValue, membersOf, memberValue } from '../../../kernel/json/json-parts.ts';
import { decodeString } from '../../../kernel/json/key.ts';
import { pythonToJson } from '../../../kernel/python/python-literal.ts';
import { ParseError, shortened } from '../../../kernel/text-cursor.ts';
import { withEdits } from './object-edit.ts';

const PARAMETERS = 'parameters';

/**
 * What generation models take as hyper-parameters. Source: the payload parameters of SageMaker JumpStart's text2text models, and the
 * generation parameters of transformers that stand in requests.
 */
export const GENERATION: readonly string[] = [
  'batch_size',
  'do_sample',
  'early_stopping',
  'length_penalty',
  'max_length',
  'max_new_tokens',
  'max_time',
  'min_length',
  'no_repeat_ngram_size',
  'num_beams',
  'num_return_sequences',
  'repetition_penalty',
  'seed',
  'temperature',
  'top_k',
  'top_p',
];

/**
 * Hyper-parameters for all records of a job, as JumpStart's text2text containers take them from `HYPER_PARAMS`: where they are
 * set, those of a record do not count.
 */
export class HyperParams {
  readonly #edits: ReadonlyMap<string, Buffer | undefined>;

  /**
   * @param text a JSON object, or a dict as Python prints it
   * @param known names that are hyper-parameters to the model: a record's own are taken out also where `text` has none of the name
   * @throws {ParseError} for a text that is neither
   */
  constructor(text: string, known: Iterable<string> = []) {
    const json = Buffer.from(pythonToJson(text));
    const object = jsonValue(json);
    if (object === undefined || !isObject(json, object))
      throw new ParseError('an object, or a dict', shortened(json.toString()), 1);
    const edits = new Map<string, Buffer | undefined>(Array.from(known, (name) => [name, undefined]));
    for (const { key, value } of membersOf(json, object)) {
      edits.set(decodeString(json, key.start, key.end), json.subarray(value.start, value.end));
    }
    this.#edits = edits;
  }

  /**
   * The record with these hyper-parameters in place of its own of the same names: in its member `parameters` where it has such an
   * object, as Hugging Face's containers take them, else at its top level. All else stays as written.
   * @returns undefined for a record that is not a JSON object
   */
  addTo(record: Buffer): Buffer | undefined {
    const parameters = memberValue(record, PARAMETERS);
    const edited = parameters === undefined ? undefined : withEdits(parameters, this.#edits);
    return edited === undefined ? withEdits(record, this.#edits) : withEdits(record, new Map([[PARAMETERS, edited]]));
  }
}
