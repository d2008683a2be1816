import { type Question, Refusal, type Reply, reply } from '../port.ts';

const sagemakerType = 'application/vnd.sagemaker-triton.binary+json';

/** Where the JSON of a request ends and its raw tensors begin. */
export interface Frame {
  readonly json: Buffer;
  readonly raw: Buffer;
  /** Which of the two header forms was used; undefined for plain JSON. */
  readonly form: 'content-type' | 'header' | undefined;
}

export function readFrame({ contentType, headers, body }: Question): Frame {
  if (contentType.startsWith(sagemakerType)) {
    const size = /;\s*json-header-size=(\d+)\s*$/.exec(contentType)?.[1];
    return cut(body, size, 'content-type');
  }
  const length = headers['inference-header-content-length'];
  if (length !== undefined) return cut(body, String(length), 'header');
  if (/^application\/json\b/.test(contentType)) return { json: body, raw: Buffer.alloc(0), form: undefined };
  throw new Refusal(`unsupported content type '${contentType}': raw tensors need a JSON header of known size`);
}

function cut(body: Buffer, size: string | undefined, form: 'content-type' | 'header'): Frame {
  const end = Number(size);
  if (size === undefined || !/^\d+$/.test(size) || end > body.length || end === 0) {
    throw new Refusal(`inference header size should be in range (1, ${body.length}), got: ${size}`);
  }
  return { json: body.subarray(0, end), raw: body.subarray(end), form };
}

/** Raw tensors travel in the form of the request; without any the reply is plain JSON. */
export function writeFrame(json: string, raw: readonly Buffer[], form: Frame['form']): Reply {
  if (raw.length === 0) return reply('application/json', json);
  const header = Buffer.from(json);
  const body = Buffer.concat([header, ...raw]);
  if (form === 'content-type') return reply(`${sagemakerType};json-header-size=${header.length}`, body);
  return { ...reply('application/octet-stream', body), headers: { 'inference-header-content-length': String(header.length) } };
}
