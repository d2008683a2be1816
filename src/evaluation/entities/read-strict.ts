import { strip } from '../../kernel/strip.ts';
import { EvaluationError } from '../evaluation-error.ts';
import { type Entity, type EntityReader, UNTYPED } from './entity.ts';
import { SCHEMES, type Scheme, type SchemeName, type SchemeTag } from './schemes.ts';

const OUTSIDE: SchemeTag = { prefix: 'O', type: UNTYPED };

/**
 * Entities as seqeval's strict mode (`mode='strict'`) finds them: only what is written as the scheme has it is one.
 * @returns a reader that throws an {@link EvaluationError} for a tag whose prefix is none of the scheme
 */
export function strictReader(name: SchemeName): EntityReader {
  return (sequences) => {
    const found: Entity[] = [];
    let offset = 0;
    for (const [item, tags] of sequences.entries()) {
      const parsedTags = tags.map((text) => parsed(text, name, item));
      for (const [start, end] of runsIn(parsedTags, SCHEMES[name])) {
        found.push({ type: parsedTags[start]?.type ?? UNTYPED, start: offset + start, end: offset + end, item });
      }
      offset += tags.length + 1;
    }
    return found;
  };
}

/** First and last place of each. */
function* runsIn(tags: readonly SchemeTag[], { begins, goesOn, mayEnd }: Scheme): Generator<readonly [number, number]> {
  for (let start = 0; start < tags.length; start += 1) {
    if (!begins(tagAt(tags, start - 1), tagAt(tags, start))) continue;
    let end = start;
    while (goesOn(tagAt(tags, end), tagAt(tags, end + 1))) end += 1;
    if (mayEnd(tagAt(tags, end))) yield [start, end];
  }
}

/** Outside on either side. */
function tagAt(tags: readonly SchemeTag[], place: number): SchemeTag {
  return tags[place] ?? OUTSIDE;
}

/** The type is what follows the prefix, without the hyphens around it. */
function parsed(text: string, scheme: SchemeName, item: number): SchemeTag {
  const prefix = text.slice(0, 1);
  if (prefix === '' || !SCHEMES[scheme].prefixes.includes(prefix)) {
    throw new EvaluationError(`${JSON.stringify(text)} is no tag of ${scheme}`, item);
  }
  return { prefix, type: strip(text.slice(1), '-') || UNTYPED };
}
