import { isUtf8 } from 'node:buffer';

const KEYS_SHOWN = 12;
const ELEMENTS_SHOWN = 4;

/** Whether lists tell how many elements they have. */
type Counts = 'counted' | 'uncounted';

/** The shape of a body in short, such as `[{label: string, score: number} x2]`. */
export function shapeOf(body: Buffer, counts: Counts = 'counted'): string {
  if (!isUtf8(body)) return counts === 'counted' ? `${body.length} bytes` : 'bytes';
  const text = body.toString('utf8');
  try {
    return shapeOfValue(parseLoosely(text), counts);
  } catch {
    const lines = text.trimEnd().split('\n').length;
    return counts === 'counted' ? `text of ${lines} line${lines === 1 ? '' : 's'}` : 'text';
  }
}

/** NaN and Infinity, which many servers write, are numbers here. */
function parseLoosely(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return JSON.parse(text.replaceAll(/\bNaN\b|-?\bInfinity\b/g, '0'));
  }
}

function shapeOfValue(value: unknown, counts: Counts): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return shapeOfList(value, counts);
  return typeof value === 'object' ? shapeOfObject(Object.entries(value), counts) : typeof value;
}

function shapeOfObject(members: readonly (readonly [string, unknown])[], counts: Counts): string {
  const shown = members.slice(0, KEYS_SHOWN).map(([key, value]) => `${plainKey(key)}: ${shapeOfValue(value, counts)}`);
  return `{${[...shown, ...(members.length > KEYS_SHOWN ? ['…'] : [])].join(', ')}}`;
}

/** Elements alike are told once; those that differ only in how many elements they have in turn, without that number. */
function shapeOfList(elements: readonly unknown[], counts: Counts): string {
  if (elements.length === 0) return '[]';
  const times = counts === 'counted' ? ` x${elements.length}` : '';
  for (const how of counts === 'counted' ? (['counted', 'uncounted'] as const) : (['uncounted'] as const)) {
    const [shape, ...others] = new Set(elements.map((element) => shapeOfValue(element, how)));
    if (others.length === 0) return `[${shape}${times}]`;
  }
  const shown = elements.slice(0, ELEMENTS_SHOWN).map((element) => shapeOfValue(element, counts));
  return elements.length > ELEMENTS_SHOWN ? `[${shown.join(', ')}, …${times}]` : `[${shown.join(', ')}]`;
}

function plainKey(key: string): string {
  return /^[\w$-]+$/.test(key) ? key : JSON.stringify(key);
}
