import { type Container, decodeUtf8, mediaType, type Question, Refusal, reply } from '../port.ts';
import { type Method, refuse, serve, type TensorFlowModel } from './serving.ts';

/** TensorFlow Serving itself. The method, which its path names, is read from the custom attributes. */
export const tensorflowServing: Container = {
  answer: (question) => {
    const { holds } = question;
    const text = decodeUtf8(question.body);
    return reply('application/json', serve({ text, holds, ...routeOf(question, 'scalar') }));
  },
  refuse,
};

/** SageMaker's TensorFlow Serving container: JSON, JSON lines and CSV are all made into `{"instances": ...}` by patterns. */
export const sagemakerTensorflow: Container = {
  answer: (question) => {
    const instances = instancesOf(question);
    const text = serve({ ...instances, holds: question.holds, ...routeOf(question, 'row') });
    if (!/json/.test(question.accept)) return reply('application/json', text);
    return reply(question.accept, text.replaceAll('\n', ''));
  },
  refuse,
};

interface Instances {
  readonly text: string;
  readonly flatIsOneRow?: boolean;
}

function instancesOf({ contentType, body }: Question): Instances {
  const text = decodeUtf8(body);
  switch (mediaType(contentType)) {
    case 'application/json':
      return fromJson(text);
    case 'application/jsonlines':
    case 'application/jsons':
      return fromLines(text);
    case 'text/csv':
      return fromCsv(text);
    default:
      throw new Refusal(`Unsupported Media Type: ${contentType || 'Unknown'}`, 415);
  }
}

function fromJson(text: string): Instances {
  if (/"(instances|inputs|examples)"\s*:/.test(text)) return { text };
  if (/[}\]]\s*[[{]/.test(text)) return fromLines(text);
  return { text: `{"instances":${/^\s*\[\s*\[/.test(text) ? text : `[${text}]`}}` };
}

/** One line is not wrapped: the model takes a flat list for its one row. */
function fromLines(text: string): Instances {
  const lines = text.trim().split(/\r?\n/);
  if (lines.length === 1) return { text: `{"instances":${lines[0]}}`, flatIsOneRow: true };
  return { text: `{"instances":[${lines.map((line) => line.trim()).join(',')}]}` };
}

/** Rows of several columns become lists; what is not a number is quoted, by the look of the first row. */
function fromCsv(text: string): Instances {
  const quotes = !/^\s*("|[\d.Ee+-]+)/.test(text);
  const lines = text.trim().split(/\r?\n/);
  const rows = lines.map((line) => {
    const row = quotes
      ? line
          .split(',')
          .map((cell) => JSON.stringify(cell))
          .join()
      : line;
    return line.includes(',') ? `[${row}]` : row;
  });
  return { text: `{"instances":[${rows.join()}]}` };
}

function routeOf(
  { headers }: Question,
  shape: TensorFlowModel['shape'],
): { readonly method: Method; readonly model: TensorFlowModel } {
  const attributes = String(headers['x-amzn-sagemaker-custom-attributes'] ?? '');
  const named = new Map<string, string>();
  for (const [, key = '', value = ''] of attributes.matchAll(/([^=,\s]+)=([^,\s]*)/g)) named.set(key, value);
  const method = named.get('tfs-method') ?? 'predict';
  if (method !== 'predict' && method !== 'classify' && method !== 'regress') throw new Refusal(`Invalid method ${method}`);
  return { method, model: { name: named.get('tfs-model-name') ?? 'default', shape } };
}
