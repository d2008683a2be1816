import { type Dict, dict } from '../python/value.ts';
import { probability, unit } from './numbers.ts';

/** The best `count` answers to a question, as spans of the context; offsets count code points, as Python does. */
export function answerSpans(question: string, context: string, count: number): Dict[] {
  const ranked = [...context.matchAll(/\S+/gu)]
    .map((found) => ({ found, rank: unit('span', question, context, String(found.index)) }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, count);
  return ranked.map(({ found }) => {
    const start = Array.from(context.slice(0, found.index)).length;
    const answer = found[0];
    const score = probability('span', question, context, String(start));
    return dict({ score, start: BigInt(start), end: BigInt(start + Array.from(answer).length), answer });
  });
}

/** The named entities of a text: its capitalised words, but for those that only begin sentences. */
export function namedWords(text: string): { readonly word: string; readonly start: number; readonly index: number }[] {
  const found = [...text.matchAll(/[\p{L}\p{N}\p{M}'-]+/gu)];
  return found
    .map((match, at) => ({ word: match[0], start: Array.from(text.slice(0, match.index)).length, index: at + 1 }))
    .filter(
      ({ word }) => /^\p{Lu}[\p{L}\p{M}]{2,}/u.test(word) && !['The', 'This', 'There', 'What', 'Where', 'Who'].includes(word),
    );
}
