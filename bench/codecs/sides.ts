import { createCodec } from '../../src/codecs/index.ts';
import type { Codec, CodecItem } from '../../src/codecs/port.ts';
import type { Parsed } from './contract.ts';
import type { Bodies, Work } from './work.ts';

/** One way to do a call: from the requests to the joined call, from its reply to that of each caller. Bytes in, bytes out. */
export type Side = () => Exchange;

export interface Exchange {
  readonly call: Buffer;
  readonly replies: readonly Buffer[];
}

const HEADERS = { 'content-type': 'application/json' };

/** The codec that the gateway uses, with all that it does: what beside the items may differ is looked up, too. */
export function byteRanges({ contract }: Work, { requests, reply }: Bodies): Side {
  const codec = createCodec(contract.codec);
  return () => {
    const items = requests.map((body) => itemOf(codec, body));
    const call = codec.join(items).body;
    const results = codec.split({ status: 200, headers: HEADERS, body: reply }, items);
    if ('mismatch' in results) throw new Error(`Expected a reply to all items: ${results.mismatch}`);
    const replies = results.map((result, index) => codec.assemble([result], items.slice(index, index + 1)).body);
    return { call, replies };
  };
}

function itemOf(codec: Codec, body: Buffer): CodecItem {
  const extraction = codec.extract({ headers: HEADERS, body });
  const [item, ...others] = extraction.kind === 'items' ? extraction.items : [];
  if (item === undefined || others.length > 0) throw new Error(`Expected one item, got ${JSON.stringify(extraction)}`);
  return item;
}

/** JSON.parse and JSON.stringify, without any check that requests may share a call. */
export function parsing({ contract }: Work, { requests, reply }: Bodies): Side {
  return () => {
    const parsed = requests.map((body) => JSON.parse(body.toString()) as Parsed);
    const call = Buffer.from(JSON.stringify(contract.join(parsed)));
    const replies = contract.split(JSON.parse(reply.toString())).map((each) => Buffer.from(JSON.stringify(each)));
    return { call, replies };
  };
}
