import { mmsRefusal } from '../mms.ts';
import { refusePoison } from '../model/content.ts';
import { unit } from '../model/numbers.ts';
import { type Container, decodeUtf8, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { dict, isList, type Value } from '../python/value.ts';

const labels = ['O', 'B-ENT'];
/** What the model says of padding. */
const padding = [0.5, 0.5];

/** The fine-tuned NER script: rows of words in, columns out, the probabilities padded to the longest row of the call. */
export const nerFinetuned: Container = {
  answer: (question) => {
    if (question.contentType !== 'application/list-text')
      throw new Refusal(`content type ${question.contentType} is not supported`);
    const rows = readJson(decodeUtf8(question.body));
    if (!isList(rows) || rows.length === 0) throw new Refusal('Expected a list of lists of words');
    question.holds(rows.length);
    const tokenised = rows.map(tokenise);
    const longest = Math.max(...tokenised.map(({ token }) => token.length));
    const columns = dict({
      predict_label: tokenised.map(({ scores }) => scores.map(([, second = 0]) => labels[second < 0.5 ? 0 : 1] ?? 'O')),
      predict_probabilites: tokenised.map(({ scores }) => [
        ...scores,
        ...Array.from({ length: longest - scores.length }, () => padding),
      ]),
      token: tokenised.map(({ token }) => token),
      word_id: tokenised.map(({ wordId }) => wordId),
    });
    return reply('application/json', writeJson(columns));
  },
  refuse: mmsRefusal,
};

interface Tokenised {
  readonly token: readonly string[];
  readonly wordId: readonly Value[];
  readonly scores: readonly (readonly number[])[];
}

/** Long words fall into two pieces. */
function tokenise(row: Value): Tokenised {
  const words = isList(row) ? row.filter((word): word is string => typeof word === 'string' && word !== '') : [];
  if (!isList(row) || words.length < row.length || words.length === 0) throw new Refusal('Expected a list of words');
  refusePoison(words.join(' '));
  const pieces = words.flatMap((word, at) => {
    const chars = Array.from(word.toLowerCase());
    const split = chars.length > 8 ? [chars.slice(0, 5).join(''), `##${chars.slice(5).join('')}`] : [chars.join('')];
    return split.map((piece) => ({ piece, at: BigInt(at) }));
  });
  const token = ['[CLS]', ...pieces.map(({ piece }) => piece), '[SEP]'];
  const scores = token.map((piece, at) => {
    const second = unit('ner', piece, String(at), words.join(' '));
    return [1 - second, second];
  });
  return { token, wordId: [null, ...pieces.map(({ at }) => at), null], scores };
}
