import type { Message } from '../../codecs/port.ts';

/** What codecs add to joined calls so that the model computes them in one pass. */
const PARAMETER = 'batch_size';
/** In no JSON string: there the quotes would be escaped. */
const MEMBER = new RegExp(`,\\s*"${PARAMETER}"\\s*:\\s*\\d+|"${PARAMETER}"\\s*:\\s*\\d+\\s*,?`);

export interface Injected {
  readonly parameter: string;
  /** The joined call as it would be without it. */
  readonly without: Message;
}

/** The parameter that the codec has added to a joined call, if it does that. */
export function injectedIn(joined: Message, single: Message): Injected | undefined {
  const text = joined.body.toString('latin1');
  if (single.body.includes(`"${PARAMETER}"`) || !MEMBER.test(text)) return undefined;
  return { parameter: PARAMETER, without: { headers: joined.headers, body: Buffer.from(text.replace(MEMBER, ''), 'latin1') } };
}
