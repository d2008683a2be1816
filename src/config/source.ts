import { type Document, isAlias, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import { ConfigError, type Problem } from './config-error.ts';
import { type Finding, type Path, showPath } from './finding.ts';

/** Of what makes a text no YAML so much is told: what comes after is mostly its consequence. */
const MOST_ERRORS = 5;

/** A node of the file and the path that leads to it. */
export interface Placed {
  readonly path: Path;
  readonly node: unknown;
}

/**
 * A parsed YAML or JSON file that still knows where everything stood. Repeated keys are let through here, so that they are
 * reported together with whatever else is wrong; text that is not YAML at all is not.
 */
export class Source {
  readonly file: string;
  readonly #document: Document.Parsed;
  readonly #lines = new LineCounter();

  /** @throws {ConfigError} for text that is not YAML. */
  constructor(file: string, text: string) {
    this.file = file;
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false,
      resolveKnownTags: false,
    });
    const { errors, warnings } = this.#document;
    const problems = [...errors, ...warnings].slice(0, MOST_ERRORS).map(({ pos: [offset], message }) => {
      return this.#notYaml(offset, isBareReference(text, offset) ? 'an unquoted ${ between braces or brackets' : message);
    });
    if (problems.length > 0) throw new ConfigError(problems);
  }

  /** Every node that is written out in the file; aliases are not followed, so each comes once. */
  nodes(): Iterable<Placed> {
    return nodesUnder([], this.#document.contents);
  }

  /** The file as plain data. @throws {ConfigError} when aliases in aliases blow it up. */
  toValue(): unknown {
    try {
      return this.#document.toJS();
    } catch (error) {
      throw new ConfigError([this.#notYaml(0, error instanceof Error ? error.message : String(error))], { cause: error });
    }
  }

  problem(finding: Finding): Problem {
    const { path, expected, found } = finding;
    return { source: this.file, ...this.#lines.linePos(this.#offset(finding)), path: showPath(path), expected, found };
  }

  #notYaml(offset: number, message: string): Problem {
    return {
      source: this.file,
      ...this.#lines.linePos(offset),
      path: showPath([]),
      expected: 'valid YAML or JSON',
      found: message,
    };
  }

  /** Where the finding's value begins; its key, when it has no text of its own; the nearest key above, when it is missing. */
  #offset({ path, at }: Finding): number {
    let node: unknown = this.#document.contents;
    let offset = startOf(node) ?? 0;
    if (path.length > 0) offset = 0;
    for (const [depth, step] of path.entries()) {
      const child = this.#child(node, step);
      if (child === undefined) return offset;
      offset = child.keyOffset ?? startOf(child.node) ?? offset;
      node = child.node;
      if (depth === path.length - 1 && at === 'value') offset = startOf(node) ?? offset;
    }
    return offset;
  }

  #child(
    parent: unknown,
    step: string | number,
  ): { readonly node: unknown; readonly keyOffset?: number | undefined } | undefined {
    const node = isAlias(parent) ? parent.resolve(this.#document) : parent;
    if (isSeq(node)) return { node: node.items[Number(step)] };
    const pair = isMap(node) ? pairsOf(node).findLast(({ key }) => key === String(step)) : undefined;
    return pair && { node: pair.value, keyOffset: pair.keyOffset };
  }
}

interface Entry {
  readonly key: string;
  readonly keyOffset: number | undefined;
  readonly value: unknown;
}

/** The entries of a mapping as written; a repeated key comes as often as it stands there. */
export function pairsOf(map: YAMLMap): readonly Entry[] {
  return map.items.map(({ key, value }) => ({
    key: isScalar(key) ? String(key.value) : String(key),
    keyOffset: startOf(key),
    value,
  }));
}

function* nodesUnder(path: Path, node: unknown): Generator<Placed> {
  yield { path, node };
  if (isMap(node)) for (const { key, value } of pairsOf(node)) yield* nodesUnder([...path, key], value);
  if (isSeq(node)) for (const [index, item] of node.items.entries()) yield* nodesUnder([...path, index], item);
}

/** YAML takes the brace of `{ port: ${PORT} }` for a mapping's; what it says about that helps nobody. */
function isBareReference(text: string, offset: number): boolean {
  return text.slice(offset - 1, offset + 1) === '${';
}

/** Undefined for a value left out, as in `key:` with nothing after it. */
function startOf(node: unknown): number | undefined {
  const range = isNode(node) ? node.range : undefined;
  return range && range[0] < range[1] ? range[0] : undefined;
}
