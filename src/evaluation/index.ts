export { chooseMetric, METRIC_NAMES, type MetricName } from './choose-metric.ts';
export { SCHEME_NAMES, type SchemeName } from './entities/schemes.ts';
export { evaluate } from './evaluate.ts';
export type { Evaluation } from './evaluation.ts';
export { EvaluationError } from './evaluation-error.ts';
export { answerValues } from './records/answer-values.ts';
export { join, joinAnswers } from './records/join.ts';
export type { Joined } from './records/joined.ts';

export { readRecords } from './records/read-records.ts';
export { RecordError } from './records/record-error.ts';
export { renameLabels } from './records/rename-labels.ts';
export { predictionsIn, referencesIn, type ValueFile } from './records/value-file.ts';
export { showText } from './show/show-text.ts';
export { toHtml } from './show/to-html.ts';
export { toJson } from './show/to-json.ts';
