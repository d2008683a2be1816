import { OPEN_BRACKET, skipSpace } from '../../kernel/json/characters.ts';
import { at, membersOf } from '../../kernel/json/place.ts';
import { scan } from '../../kernel/json/scan.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { takeLists, takeRows } from '../json-request/take.ts';
import { jsonLines, type KindOfRows, numberRows } from '../rows/kinds.ts';
import { JSON_TYPE } from './content-types.ts';
import { csvForm, jsonLinesForm } from './line-forms.ts';
import { jsonSamples } from './sample.ts';

const predictions = new JsonReply({ at: [at('predictions')] });

const SHAPES: readonly Shape[] = [
  { name: 'instances', at: at('instances'), take: takeRows, single: 'list', reply: predictions },
  {
    name: 'inputs',
    at: membersOf('inputs'),
    take: takeLists,
    single: 'list',
    reply: new JsonReply({ at: [membersOf('outputs')] }),
  },
  {
    name: 'examples',
    at: at('examples'),
    take: takeRows,
    single: 'list',
    reply: new JsonReply({ at: [at('result'), at('results')] }),
  },
];

const LF = Buffer.from('\n');

/** What the container of SageMaker takes for lines, whatever the content type (`tensorflowServing.js`). */
const LINES = /[}\]]\s*[[{]/;
/** And what for a request to TensorFlow Serving itself. */
const WHOLE_REQUEST = /"(instances|inputs|examples)"\s*:/;

/**
 * That container puts brackets around lines, but not always around a single one, which may be a list of instances itself, or
 * have lines in it. A line goes with others only where it is read alike by itself: it may be what is left over of its request.
 * What is not JSON line by line may be JSON over several.
 */
const wrappedLines: KindOfRows = (rows) => {
  const kind = jsonLines(rows);
  if (typeof kind !== 'string') return isJson(rows) ? { alone: 'JSON over several lines' } : kind;
  return rows.every(isFlatList) ? kind : { alone: 'lines that are read otherwise by themselves' };
};

function isFlatList(line: Buffer): boolean {
  const start = skipSpace(line, 0);
  const text = line.toString('latin1');
  if (LINES.test(text) || WHOLE_REQUEST.test(text)) return false;
  return line[start] === OPEN_BRACKET && line[skipSpace(line, start + 1)] !== OPEN_BRACKET;
}

function isJson(rows: readonly Buffer[]): boolean {
  return scan(Buffer.concat(rows.flatMap((row) => [row, LF]))).kind === 'found';
}

/** Whether fields are texts is told from a call's first one. */
const NUMBER_OR_QUOTE = /^\s*["\d.Ee+-]/;

const quotedAlike: KindOfRows = (rows) => {
  const texts = new Set(rows.map((row) => (NUMBER_OR_QUOTE.test(row.toString('latin1', 0, 64)) ? 'numbers' : 'texts')));
  const [first] = texts;
  const columns = numberRows(rows);
  if (typeof columns !== 'string') return columns;
  return texts.size === 1 ? `${String(first)} ${columns}` : { alone: 'rows that begin with a number beside rows that do not' };
};

export const TENSORFLOW: Family = {
  name: 'tfserving-predict',
  aliases: ['sagemaker-tfs-jsonlines'],
  about:
    'TensorFlow Serving’s REST API and SageMaker’s TensorFlow container, which makes `instances` of JSON lines and CSV, and ' +
    'chooses the model by `tfs-*` custom attributes (a part of the key, as all custom attributes are).',
  source: 'tensorflow/serving docs `api_rest.md`; aws/sagemaker-tensorflow-serving-container `tensorflowServing.js`',
  alone:
    'An empty list; inputs of unlike lengths; JSON lines that the container reads otherwise by themselves: objects, lists of lists, texts and numbers.',
  samples: jsonSamples({ instances: [[1.5, 2.5]] }, { instances: [[3.5, 4.5]] }),
  forms: ({ maxItems }) => [
    {
      contentTypes: JSON_TYPE,
      doc: {
        request: '`{"instances": [any, …]}`, `{"inputs": {name: [any, …]}}`, `{"inputs": [any, …]}` or `{"examples": […]}`',
        reply: '`{"predictions": […]}`; `{"outputs": …}` for inputs; `{"result": […]}` for examples',
        cost: 'items',
      },
      request: new JsonRequest({ shapes: SHAPES, maxItems, alsoTakes: LINES }),
    },
    jsonLinesForm({ reply: predictions, says: '`{"predictions": […]}`', kindOf: wrappedLines, maxItems }),
    csvForm({ reply: predictions, says: '`{"predictions": […]}`', kindOf: quotedAlike, maxItems }),
  ],
};
