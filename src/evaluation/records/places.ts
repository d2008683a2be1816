/** Where models put what they say, by the contracts of docs/codecs.md; the first that a record has is taken. */
const ANSWERS = [
  '/prediction',
  '/generated_texts/0',
  '/generated_text',
  '/summary_text',
  '/summary',
  '/translation_text',
  '/choices/0/text',
  '/choices/0/message/content',
  '/predicted_label',
  '/labels/0',
  '/label/0',
  '/label',
  '/Label',
  '/answer',
  '/answers/0/answer',
  '/predict_label/0',
  '/predictions/0/label',
  '/predictions/0/predicted_label',
  '/predictions/0',
  '/outputs/0/data/0',
  '/tags',
  '',
];

/** Where `transform` puts an answer, before what is the record's own, such as its label; bare; and each in a list, or in one of lists. */
export const PREDICTIONS: readonly string[] = ['/SageMakerOutput', '/result', '']
  .flatMap((before) => [before, `${before}/0`, `${before}/0/0`])
  .flatMap((before) => ANSWERS.map((answer) => before + answer));

export const REFERENCES: readonly string[] = [
  '/reference',
  '/references',
  '/target',
  '/label',
  '/labels',
  '/Label',
  '/highlights',
  '/summary',
  '/answers/text',
  '/answers',
  '/answer',
  '/tags',
  '/ner_tags',
  '',
];
