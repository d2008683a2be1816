import type { RequestHead } from '../port.ts';

/**
 * A request in the one way of writing it that both sides hash: AWS's "Create a signed AWS API request", for services other than S3, which
 * means that the path, already escaped on the wire, is escaped once more.
 */
export function canonicalRequest(
  { method = '', url = '', headers }: RequestHead,
  signedHeaders: readonly string[],
  payloadHash: string,
): string {
  const mark = url.indexOf('?');
  const path = mark === -1 ? url : url.slice(0, mark);
  const query = mark === -1 ? '' : url.slice(mark + 1);
  const lines = signedHeaders.map((name) => `${name}:${canonicalValue(headers[name])}\n`);
  return `${method}\n${escaped(normalised(path)).replaceAll('%2F', '/')}\n${canonicalQuery(query)}\n${lines.join('')}\n${signedHeaders.join(';')}\n${payloadHash}`;
}

/** Nothing at both ends, one space for every run of them. */
function canonicalValue(value: string | readonly string[] | undefined): string {
  const text = typeof value === 'string' ? value : (value ?? []).join(',');
  return text.trim().replaceAll(/\s+/g, ' ');
}

/** RFC 3986, section 5.2.4: without dot segments and empty ones; what ends with a slash still does. */
function normalised(path: string): string {
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop();
    else if (segment !== '' && segment !== '.') kept.push(segment);
  }
  const end = path.endsWith('/') && kept.length > 0 ? '/' : '';
  return `/${kept.join('/')}${end}`;
}

/** In the order of the escaped names, then of the values. */
function canonicalQuery(query: string): string {
  if (query === '') return '';
  const pairs = query.split('&').map((pair) => {
    const equals = pair.indexOf('=');
    const [name, value] = equals === -1 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    return [escaped(unescaped(name)), escaped(unescaped(value))] as const;
  });
  pairs.sort(([name, value], [other, otherValue]) => compare(name, other) || compare(value, otherValue));
  return pairs.map(([name, value]) => `${name}=${value}`).join('&');
}

function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** All but unreserved characters (RFC 3986, section 2.3), as `%XY`. */
function escaped(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** What does not decode stays as it is: then no signature fits it. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
