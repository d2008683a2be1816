export type { BootstrapOptions } from './bootstrap/bootstrap-options.ts';
export { type Difference, differences } from './bootstrap/differences.ts';
export { type Estimate, estimates } from './bootstrap/estimates.ts';
export { EvaluationError } from './evaluation-error.ts';
export type { Column, Figure, Metric, Scored, Unit } from './metric.ts';
export type { References } from './references.ts';
export type { ClassReport, ClassScore } from './report/class-report.ts';
export { type RougeOptions, rouge } from './rouge/rouge.ts';
export type { RougeType } from './rouge/rouge-types.ts';
