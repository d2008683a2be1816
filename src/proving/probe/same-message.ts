import type { Message } from '../../codecs/port.ts';
import type { Headers } from '../../kernel/headers.ts';

/** Added to every call alike by whoever makes it. */
const OF_EVERY_CALL = 'x-tidegate-hop';

/** Whether a model would be sent the very same. */
export function sameMessage(a: Message, b: Message): boolean {
  return a.body.equals(b.body) && fields(a.headers) === fields(b.headers);
}

function fields(headers: Headers): string {
  const own = Object.entries(headers).filter(([name]) => name !== OF_EVERY_CALL);
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)));
}
