import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseAllDocuments } from 'yaml';
import { ROOT } from '../cli/tidegate.ts';

/** What was read of a YAML or JSON file: looked into by whoever knows what it should be. */
export type Node = null | string | number | boolean | readonly Node[] | { readonly [key: string]: Node };
export type Mapping = { readonly [key: string]: Node };

/** Files below a folder of the checkout, by their paths in it. */
export function filesBelow(folder: string, ending: RegExp): readonly string[] {
  return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .map((file) => path.posix.join(folder, file))
    .toSorted();
}

export function textOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** The documents of a YAML file; keys given twice, and whatever else YAML does not allow, are errors. */
export function documentsOf(file: string, text: string = textOf(file)): readonly Mapping[] {
  const options = { merge: true, customTags: CLOUDFORMATION } as const;
  return parseAllDocuments(text, options).map((document) => {
    const [problem] = [...document.errors, ...document.warnings];
    if (problem !== undefined) throw new Error(`${file}: ${problem.message}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what YAML can hold
    return document.toJS() as Mapping;
  });
}

/** The short forms of CloudFormation, kept as the text or list that follows the name. */
const CLOUDFORMATION = ['Ref', 'Sub', 'GetAtt', 'Equals', 'If'].flatMap((name) =>
  ([undefined, 'map', 'seq'] as const).map((collection) => ({
    tag: `!${name}`,
    ...(collection !== undefined && { collection }),
    resolve: (value: unknown) => (typeof value === 'string' ? `${name} ${value}` : value),
  })),
) as never;

/** What is there, down a path of keys and indices. @throws {Error} where there is nothing */
export function at(node: Node | undefined, ...keys: readonly (string | number)[]): Node {
  let here = node;
  for (const key of keys) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- undefined where it is something else
    here = (here as Record<string | number, Node> | null | undefined)?.[key];
  }
  if (here === undefined) throw new Error(`Nothing at ${keys.join('.')}`);
  return here;
}

export function listAt(node: Node | undefined, ...keys: readonly (string | number)[]): readonly Mapping[] {
  const found = at(node, ...keys);
  if (!Array.isArray(found)) throw new Error(`Expected a list at ${keys.join('.')}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lists of mappings are all that is asked for
  return found as readonly Mapping[];
}

/** A scalar, as text. */
export function scalar(node: Node | undefined): string {
  if (node === undefined || (typeof node === 'object' && node !== null))
    throw new Error(`Expected a scalar, got ${JSON.stringify(node)}`);
  return String(node);
}

export function mappingAt(node: Node | undefined, ...keys: readonly (string | number)[]): Mapping {
  const found = at(node, ...keys);
  if (found === null || typeof found !== 'object' || Array.isArray(found))
    throw new Error(`Expected a mapping at ${keys.join('.')}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- nothing else is left
  return found as Mapping;
}

export function textsAt(node: Node | undefined, ...keys: readonly (string | number)[]): readonly string[] {
  const found = at(node, ...keys);
  if (!Array.isArray(found)) throw new Error(`Expected a list at ${keys.join('.')}`);
  return found.map(scalar);
}

/** Every mapping in it, itself included. */
export function mappingsIn(node: Node): readonly Mapping[] {
  if (Array.isArray(node)) return node.flatMap((each: Node) => mappingsIn(each));
  if (node === null || typeof node !== 'object') return [];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- lists were taken out above
  const mapping = node as Mapping;
  return [mapping, ...Object.values(mapping).flatMap(mappingsIn)];
}
