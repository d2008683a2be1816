import type { Family } from '../family.ts';

/** A contract that cannot be batched: everything goes alone, with the same bounds, errors and metrics. */
function alone(name: string, about: string, source: string): Family {
  return { name, aliases: [], about, source, samples: [], forms: () => [] };
}

const JUMPSTART = 'SageMaker JumpStart example notebooks, aws/amazon-sagemaker-examples@2d519b52';
const DOCUMENTS = `${JUMPSTART} archived/identify_key_insights_from_textual_document/containers`;

export const ALONE: readonly Family[] = [
  alone('passthrough', 'For contracts without a codec, and for models nothing is known about.', 'none'),
  alone(
    'jumpstart-text2text-v2-tgi',
    'Text Generation Inference takes one text a call, and batches continuously inside.',
    JUMPSTART,
  ),
  alone('jumpstart-eqa', 'Extractive question answering: a list of two texts is one question and its context.', JUMPSTART),
  alone('jumpstart-spc', 'Sentence pairs: a list of two texts is one pair.', JUMPSTART),
  alone('jumpstart-ner', 'Named entities: one raw text a call.', JUMPSTART),
  alone('jumpstart-summarization', 'Summaries: one raw text a call.', JUMPSTART),
  alone('jumpstart-tf-tc', 'Text classification with TensorFlow: one raw text a call.', JUMPSTART),
  alone('docunderstanding-spacy-ner', 'The entry point reads one text; a list fails.', `${DOCUMENTS}/entity_recognition`),
  alone(
    'docunderstanding-summarization',
    'A list is taken, and answered with its first text only.',
    `${DOCUMENTS}/summarization`,
  ),
  alone('docunderstanding-relation', 'The model is called with one record.', `${DOCUMENTS}/relationship_extraction`),
];
