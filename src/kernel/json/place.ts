import { decodeString, type KeyMatcher, keyNamed } from './key.ts';
import type { Found, Member } from './span.ts';
import { type Want, wantOneOf } from './want.ts';

/**
 * Where the lists of a body stand. `list`: one, at a path of keys (the root itself where the path is empty). `columns`: several,
 * side by side, of equal length. `members`: each member of the object at a path is a column; a list there is the only column.
 */
export type Place =
  | { readonly kind: 'list'; readonly path: readonly string[] }
  | { readonly kind: 'columns'; readonly paths: readonly (readonly string[])[] }
  | { readonly kind: 'members'; readonly path: readonly string[] };

/** One of a body's lists, or what stands in its place. */
export interface Column {
  readonly name: string;
  readonly value: Found;
}

export function at(...path: string[]): Place {
  return { kind: 'list', path };
}

export function columns(...names: string[]): Place {
  return { kind: 'columns', paths: names.map((name) => [name]) };
}

export function membersOf(...path: string[]): Place {
  return { kind: 'members', path };
}

/** What is wanted along the paths of several places. */
interface Branch {
  elements: boolean;
  /** Whether the members are told. */
  isEntered: boolean;
  /** Whether each of them may be a list. */
  hasColumns: boolean;
  readonly children: Map<string, Branch>;
}

const LIST: Want = { elements: true };

/** What a scan has to tell for these places to be found, and for objects at other paths to be entered. */
export function wantPlaces(places: readonly Place[], entered: readonly (readonly string[])[] = []): Want {
  const root = branch();
  for (const place of places) {
    for (const path of place.kind === 'columns' ? place.paths : [place.path]) {
      const end = grown(root, path);
      end.elements = true;
      if (place.kind === 'members') end.hasColumns = true;
    }
  }
  for (const path of entered) grown(root, path).isEntered = true;
  return wantOf(root);
}

function branch(): Branch {
  return { elements: false, isEntered: false, hasColumns: false, children: new Map() };
}

function grown(root: Branch, path: readonly string[]): Branch {
  let end = root;
  for (const key of path) {
    const next = end.children.get(key) ?? branch();
    end.children.set(key, next);
    end = next;
  }
  return end;
}

function wantOf({ elements, isEntered, hasColumns, children }: Branch): Want {
  if (children.size === 0 && !isEntered && !hasColumns) return { elements };
  const { member } = wantOneOf(new Map(Array.from(children, ([key, child]) => [key, wantOf(child)])));
  const others = hasColumns ? LIST : undefined;
  return { elements, member: (body, start, end) => member?.(body, start, end) ?? others };
}

/** The columns at a place, in order of their names; undefined where something else stands there. */
export function columnsAt(body: Buffer, root: Found, place: Place): readonly Column[] | undefined {
  if (place.kind === 'list') return single(valueAt(body, root, place.path));
  if (place.kind === 'columns') {
    const found = place.paths.map((path) => ({ name: path.join('/'), value: valueAt(body, root, path) }));
    return found.every(isPresent) ? found : undefined;
  }
  const value = valueAt(body, root, place.path);
  if (value?.members === undefined) return value?.elements === undefined ? undefined : single(value);
  const named = value.members.map((member) => ({
    name: decodeString(body, member.keyStart, member.keyEnd),
    value: member.value,
  }));
  return named.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The only member of that key; undefined where there is none, or more than one. */
export function onlyMember(body: Buffer, members: readonly Member[] | undefined, key: string): Member | undefined {
  const isNamed = matcherOf(key);
  let only: Member | undefined;
  for (const member of members ?? []) {
    if (!isNamed(body, member.keyStart, member.keyEnd)) continue;
    if (only !== undefined) return undefined;
    only = member;
  }
  return only;
}

function valueAt(body: Buffer, root: Found, path: readonly string[]): Found | undefined {
  let value: Found | undefined = root;
  for (const key of path) value = onlyMember(body, value?.members, key)?.value;
  return value;
}

function single(value: Found | undefined): readonly Column[] | undefined {
  return value === undefined ? undefined : [{ name: '', value }];
}

function isPresent(column: { readonly name: string; readonly value: Found | undefined }): column is Column {
  return column.value !== undefined;
}

/** By the names that descriptions of contracts have, which are few. */
const MATCHERS = new Map<string, KeyMatcher>();

function matcherOf(key: string): KeyMatcher {
  const known = MATCHERS.get(key);
  if (known !== undefined) return known;
  const made = keyNamed(key);
  MATCHERS.set(key, made);
  return made;
}
