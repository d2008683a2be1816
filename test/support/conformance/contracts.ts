import { djlTextEmbedding, djlTextGeneration } from './djl.ts';
import { extractiveQa as documentQa, relation, spacyNer, summarisation } from './document/entry-points.ts';
import { nerFinetuned } from './document/ner-finetuned.ts';
import { openaiCompletions, openaiEmbeddings } from './embeddings/openai.ts';
import { teiEmbed, teiPredict, teiRerank } from './embeddings/tei.ts';
import { featureExtraction, textClassification, zeroShot } from './hf/classification.ts';
import { fillMask, questionAnswering, tokenClassification } from './hf/extraction.ts';
import { text2text, textGeneration } from './hf/generation.ts';
import { hfToolkit } from './hf/toolkit.ts';
import { kserveV1, torchserve } from './instances.ts';
import { textEmbedding, zeroShotClassifier } from './jumpstart/listed-text.ts';
import { entityRecogniser, extractiveQa, pairClassifier, summariser, textClassifier } from './jumpstart/raw-text.ts';
import { text2textV1 } from './jumpstart/text2text-v1.ts';
import { tgi } from './jumpstart/tgi.ts';
import { mlflow } from './mlflow/container.ts';
import { openInference } from './oip/container.ts';
import type { Container } from './port.ts';
import { blazingText } from './sagemaker/blazingtext.ts';
import { kMeans, linearLearner, randomCutForest } from './sagemaker/builtin.ts';
import { xgboost } from './sagemaker/xgboost.ts';
import { sagemakerTensorflow, tensorflowServing } from './tensorflow/containers.ts';

const classifier = hfToolkit(textClassification);
const answerer = hfToolkit(questionAnswering);
const writer = hfToolkit(text2text('generated_text'));
const booster = xgboost('newline');

/** Which container serves each contract. */
export const contracts: ReadonlyMap<string, Container> = new Map<string, Container>([
  ['djl-lmi-dynamic-batch', djlTextGeneration],
  ['djl-text-embedding', djlTextEmbedding],
  ['docunderstanding-eqa', documentQa],
  ['docunderstanding-ner-finetuned', nerFinetuned],
  ['docunderstanding-relation', relation],
  ['docunderstanding-spacy-ner', spacyNer],
  ['docunderstanding-summarization', summarisation],
  ['hf-feature-extraction', hfToolkit(featureExtraction)],
  ['hf-fill-mask', hfToolkit(fillMask)],
  ['hf-question-answering', answerer],
  ['hf-question-answering-topk', answerer],
  ['hf-summarization', hfToolkit(text2text('summary_text'))],
  ['hf-text-classification', classifier],
  ['hf-text-classification-csv', classifier],
  ['hf-text-classification-return-all-scores', classifier],
  ['hf-text-classification-topk', classifier],
  ['hf-text-generation', hfToolkit(textGeneration)],
  ['hf-text2text-generation', writer],
  ['hf-text2text-generation-nrs2', writer],
  ['hf-token-classification', hfToolkit(tokenClassification)],
  ['hf-translation', hfToolkit(text2text('translation_text'))],
  ['hf-zero-shot-classification', hfToolkit(zeroShot)],
  ['jumpstart-eqa', extractiveQa],
  ['jumpstart-ner', entityRecogniser],
  ['jumpstart-spc', pairClassifier],
  ['jumpstart-summarization', summariser],
  ['jumpstart-text2text-v1', text2textV1],
  ['jumpstart-text2text-v1-jsonlines', text2textV1],
  ['jumpstart-text2text-v1-xtext', text2textV1],
  ['jumpstart-text2text-v2-tgi', tgi],
  ['jumpstart-textembedding-json', textEmbedding],
  ['jumpstart-tf-tc', textClassifier],
  ['jumpstart-zstc', zeroShotClassifier],
  ['kserve-v1', kserveV1],
  ['kserve-v2', openInference],
  ['mlflow-csv', mlflow],
  ['mlflow-dataframe-records', mlflow],
  ['mlflow-dataframe-split', mlflow],
  ['mlflow-inputs-columnar', mlflow],
  ['openai-completions', openaiCompletions],
  ['openai-embeddings', openaiEmbeddings],
  ['sagemaker-blazingtext-json', blazingText],
  ['sagemaker-builtin-json', linearLearner],
  ['sagemaker-builtin-jsonlines', kMeans],
  ['sagemaker-rcf-json', randomCutForest],
  ['sagemaker-tfs-jsonlines', sagemakerTensorflow],
  ['tei-embed', teiEmbed],
  ['tei-predict', teiPredict],
  ['tei-rerank', teiRerank],
  ['tfserving-predict', tensorflowServing],
  ['torchserve-json-envelope', torchserve],
  ['triton-v2-binary', openInference],
  ['xgboost-csv', booster],
  ['xgboost-csv-comma', xgboost('comma')],
  ['xgboost-json-accept', booster],
  ['xgboost-libsvm', booster],
]);
