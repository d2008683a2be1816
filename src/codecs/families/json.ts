import { at } from '../../kernel/json/place.ts';
import { pointerPath } from '../../kernel/json-pointer.ts';
import type { Family, FamilyOptions, JsonOptions } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { rowsAndBytes, tokens } from '../json-request/measure.ts';
import { JsonRequest } from '../json-request/request.ts';
import { rowCountAt } from '../json-request/row-count.ts';
import type { Shape, TakeItems } from '../json-request/shape.ts';
import { sliceOf, takeLists, takeValues } from '../json-request/take.ts';
import { JSON_TYPE } from './content-types.ts';

/** Any value is one item, a list too. */
const takeOne: TakeItems = (body, columns) => ({
  form: 'one',
  items: [columns.map(({ value }) => sliceOf(body, value))],
  kind: '',
});

const TAKE: Readonly<Record<JsonOptions['accepts'], TakeItems>> = {
  list: takeLists,
  one: takeOne,
  both: takeValues({ kindOf: () => '', shortestList: 1 }),
};

/** A container of the user's own, as the options say. */
export const JSON_FAMILY: Family = {
  name: 'json',
  aliases: [],
  about: 'A container of your own, described by the options below.',
  source: 'RFC 6901 (JSON Pointer)',
  samples: [],
  forms: (options) => [
    {
      contentTypes: JSON_TYPE,
      doc: {
        request: 'JSON, items at `items`',
        reply: 'JSON, results at `results`',
        cost: 'as `cost` says',
        injected: 'at `batchSize`',
      },
      request: new JsonRequest({ shapes: [shapeOf(options)], maxItems: options.maxItems }),
    },
  ],
};

/** @throws {Error} without the options, or for what is no JSON Pointer */
function shapeOf({ json }: FamilyOptions): Shape {
  if (json === undefined) throw new Error('Expected `items` and `results` of the codec `json`');
  const { items, results, accepts, answersOne, ignored, batchSize, cost } = json;
  return {
    name: 'json',
    at: at(...pointerPath(items)),
    take: TAKE[accepts],
    single: 'list',
    bare: answersOne === 'bare' ? 'yes' : 'no',
    reply: new JsonReply({ at: [at(...pointerPath(results))] }),
    measure: cost === 'tokens' ? tokens : rowsAndBytes,
    dropped: ignored.map(pointerPath),
    ...(batchSize === undefined ? {} : { read: (rest) => rowCountAt(rest, pointerPath(batchSize)) }),
  };
}
