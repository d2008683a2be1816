import type { S3Refusal } from './contents.ts';

/** Elements in their order; an array stands for as many elements of that name. */
export type Tree = string | { readonly [name: string]: Tree | readonly Tree[] };

export function xml(tree: Tree): string {
  if (typeof tree === 'string') return tree.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return Object.entries(tree)
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((each: Tree) => `<${name}>${xml(each)}</${name}>`))
    .join('');
}

export function errorXml({ code, message }: S3Refusal): string {
  return `<?xml version="1.0"?>${xml({ Error: { Code: code, Message: message, RequestId: '1' } })}`;
}

/** The parts that a completion names. */
export function partsIn(text: string): { number: number; etag: string }[] {
  return [...text.matchAll(/<Part>(.*?)<\/Part>/gs)].map(([, part = '']) => ({
    number: Number(/<PartNumber>(\d+)</.exec(part)?.[1]),
    etag: /<ETag>(?:"|&quot;|&#34;)?([^"&<]+)/.exec(part)?.[1] ?? '',
  }));
}
