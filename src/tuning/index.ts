export { tuneChart } from './show/chart.ts';
export { showPlan } from './show/show-plan.ts';
export { showTune } from './show/show-tune.ts';
export type { ServedBatching, TunableEndpoint } from './tunable-endpoint.ts';
export { type PreparedTune, prepareTune } from './tune.ts';
export type { TuneReport } from './tune-report.ts';
