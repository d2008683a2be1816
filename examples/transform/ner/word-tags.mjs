// One tag a word, of what models say about pieces of words or about characters: seqeval compares tags of the same words.
//   node word-tags.mjs RECORDS ANSWERS TAGS
// The fine-tuned container answers for each piece that its tokenizer makes of a word; the first piece of a word counts, as it does
// in training. spaCy answers with spans of characters of the text, which is the words with spaces between them.
import { readFileSync, writeFileSync } from 'node:fs';

const [, , recordsFile, answersFile, tagsFile] = process.argv;

function linesOf(file) {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));
}

function tagsOfPieces(tokens, { predict_label: [labels], word_id: [words] }) {
  return tokens.map((_, word) => labels[words.indexOf(word)] ?? 'O');
}

function tagsOfSpans(tokens, { entities }) {
  let start = 0;
  return tokens.map((token) => {
    const at = start;
    start += Array.from(token).length + 1;
    const entity = entities.find(({ start_char: from, end_char: to }) => from <= at && at < to);
    return entity === undefined ? 'O' : `${entity.start_char === at ? 'B' : 'I'}-${entity.label}`;
  });
}

const tokensOf = new Map(linesOf(recordsFile).map(({ id, tokens }) => [id, tokens]));
const tagged = linesOf(answersFile).map(({ id, ...answer }) => {
  const tags = (answer.entities === undefined ? tagsOfPieces : tagsOfSpans)(tokensOf.get(id), answer);
  return `${JSON.stringify({ id, tags })}\n`;
});
writeFileSync(tagsFile, tagged.join(''));
