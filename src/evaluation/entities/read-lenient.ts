import { EvaluationError } from '../evaluation-error.ts';
import { type Entity, UNTYPED } from './entity.ts';

interface Tag {
  /** The first character, whatever it is. */
  readonly prefix: string;
  readonly type: string;
}

const OUTSIDE: Tag = { prefix: 'O', type: UNTYPED };

/**
 * Entities as seqeval's default mode (`get_entities`, which follows conlleval) finds them: tags need not be well formed, so an
 * `I-` or `E-` that follows on nothing, or on another type, begins one. B, I, E and S are known, hence IOB1, IOB2, IOE1, IOE2 and
 * IOBES.
 * @throws {EvaluationError} for an empty tag
 */
export function readLenient(sequences: readonly (readonly string[])[]): readonly Entity[] {
  const found: Entity[] = [];
  let before = OUTSIDE;
  let [start, place] = [0, 0];
  for (const [item, tags] of sequences.entries()) {
    for (const tag of [...tags.map((text) => parsed(text, item)), OUTSIDE]) {
      if (ends(before, tag)) found.push({ type: before.type, start, end: place - 1, item });
      if (starts(before, tag)) start = place;
      before = tag;
      place += 1;
    }
  }
  return found;
}

/** What follows the first hyphen after the first character; `B` has no type, that of `Bob` is `ob`. */
function parsed(text: string, item: number): Tag {
  const [prefix] = text;
  if (prefix === undefined) throw new EvaluationError('a tag is empty', item);
  const rest = text.slice(prefix.length);
  return { prefix, type: rest.slice(rest.indexOf('-') + 1) || UNTYPED };
}

function ends(before: Tag, tag: Tag): boolean {
  const isAfterOne = 'ES'.includes(before.prefix);
  const isBetweenTwo = 'BI'.includes(before.prefix) && 'BSO'.includes(tag.prefix);
  return isAfterOne || isBetweenTwo || (isInside(before) && before.type !== tag.type);
}

function starts(before: Tag, tag: Tag): boolean {
  const isFirst = 'BS'.includes(tag.prefix);
  const followsNone = 'ESO'.includes(before.prefix) && 'EI'.includes(tag.prefix);
  return isFirst || followsNone || (isInside(tag) && before.type !== tag.type);
}

/** conlleval takes a full stop for an O. */
function isInside({ prefix }: Tag): boolean {
  return prefix !== 'O' && prefix !== '.';
}
