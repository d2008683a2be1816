import { memberOf } from '../../kernel/json/tree.ts';
import { type Alone, alone, invalidJson } from '../extraction.ts';
import type { CodecItem, Extraction, Message, RequestForm } from '../port.ts';
import { SpellingCache, type SpellingCacheLimits } from '../spelling-cache.ts';
import { plainRows } from './columns.ts';
import { TensorsEnvelope } from './envelope.ts';
import { LAYOUT_HEADERS } from './layout.ts';
import { readMessage, type TensorMessage } from './message.ts';
import { columnOrder, type Plan, planOf, requestTemplate, spellingOf } from './plan.ts';
import { TensorsReply } from './reply.ts';
import { bytesOf, type Columns } from './template.ts';
import { rowLengthOf, type Tensor } from './tensor.ts';

export interface TensorsOptions {
  /** Whether its content types are for raw tensors, so that a body which is no JSON is not thereby known to be refused. */
  readonly binary: boolean;
  /** The most rows in one call. @default no bound */
  readonly maxItems?: number | undefined;
}

const KEPT_SPELLINGS: SpellingCacheLimits = { maxEntries: 1024, maxTotalLength: 4_194_304, maxLength: 65_536 };

/** Beyond it, a request is not taken apart, as with JSON. */
const MAX_ROWS = 65_536;

const REPLY = new TensorsReply();

/**
 * Requests of the Open Inference Protocol (V2), laid out as their own headers say: JSON, or a JSON header and raw tensors. An
 * item is one row: the same index on axis 0 of every input; its parts are one slice an input, in order of their names.
 * Sources: open-inference-protocol `inference_rest.md`; Triton `extension_binary_data.md` and `sagemaker_server.cc`.
 */
export class TensorsRequest implements RequestForm {
  readonly #options: TensorsOptions;
  readonly #plans = new SpellingCache<Plan | Alone>(KEPT_SPELLINGS);

  constructor(options: TensorsOptions) {
    this.#options = options;
  }

  /** Never throws. `invalid` only for a body that is declared JSON and is not. */
  extract(request: Message): Extraction {
    const message = readMessage(request, 'inputs');
    if (message.kind !== 'tensors') {
      return message.kind === 'invalid' && !this.#options.binary ? invalidJson(message.reason) : alone(message.reason);
    }
    const reason = unfitness(message);
    if (reason !== undefined) return alone(reason);
    const order = columnOrder(message.tensors);
    const plan = this.#planOf(message, order);
    if ('alone' in plan) return alone(plan.alone);
    const columns: (readonly Buffer[])[] = [];
    for (const tensor of order.flatMap((index) => message.tensors[index] ?? [])) {
      const rows = plainRows(request.body, tensor);
      if (rows === undefined) return alone(`"${tensor.name}" does not hold what its shape says`);
      columns.push(rows);
    }
    return this.#itemsOf(request, message, plan, columns);
  }

  #planOf(message: TensorMessage, order: readonly number[]): Plan | Alone {
    const template = requestTemplate(message, order);
    return this.#plans.get(spellingOf(message, template), () => planOf(message, template, order));
  }

  #itemsOf({ headers }: Message, message: TensorMessage, plan: Plan, columns: Columns): Extraction {
    const envelope = new TensorsEnvelope(headers, plan.template, idOf(message), REPLY);
    const commas = message.tensors.filter(({ layout }) => layout === 'json').length;
    const items = (columns[0] ?? []).map((_, row): CodecItem => {
      const parts = columns.flatMap((rows) => rows[row] ?? []);
      const length = bytesOf(parts);
      return { parts, bytes: length + commas, cost: 1, length, envelope };
    });
    const { key, overheadBytes } = plan;
    const maxCompany = this.#options.maxItems ?? Number.MAX_SAFE_INTEGER;
    const layoutHeaders = message.layout.kind === 'binary' ? { layoutHeaders: LAYOUT_HEADERS } : {};
    return { kind: 'items', items, key, maxCompany, overheadBytes, ...layoutHeaders };
  }
}

/** Why the rows of a request cannot be told apart; undefined where they can. */
function unfitness({ tensors, root }: TensorMessage): string | undefined {
  const rows = tensors[0]?.shape[0] ?? 0;
  if (tensors.some(({ shape }) => shape[0] !== rows)) return 'inputs of different numbers of rows';
  if (rows === 0 || !tensors.every(hasElements)) return 'no elements';
  if (rows > MAX_ROWS) return `more than ${MAX_ROWS} rows`;
  const id = memberOf(root, 'id')?.value.kind ?? 'null';
  return id === 'string' || id === 'null' ? undefined : 'an id that is no text';
}

function hasElements(tensor: Tensor): boolean {
  return rowLengthOf(tensor) > 0;
}

/** As a server writes it that has read it: without the escapes that its caller may have chosen. */
function idOf({ root }: TensorMessage): Buffer | undefined {
  const value = memberOf(root, 'id')?.value;
  return value?.kind === 'string' ? Buffer.from(JSON.stringify(value.text)) : undefined;
}
