import type { Interval } from '../bootstrap/interval.ts';
import type { Evaluation, Measured } from '../evaluation.ts';
import type { Figure } from '../metric.ts';
import { classReportData } from '../report/class-report-data.ts';

/** For programs; its shape is in docs/evaluate.md. */
export function toJson({ measured, itemMetric, worst, ...about }: Evaluation): object {
  const { items, joinedBy, missing, surplus, bootstrap, systems } = about;
  return {
    items,
    joinedBy,
    missing,
    surplus,
    bootstrap,
    systems,
    metrics: Object.fromEntries(measured.map((each) => [each.metric, metricData(each)])),
    worst: { by: itemMetric, items: worst },
  };
}

function metricData({ estimates, differences, reports, confusions }: Measured): object {
  const figures = (estimates[0] ?? []).map(({ name, unit }, index) => ({
    name,
    unit,
    systems: estimates.flatMap((ofSystem) => ofSystem[index] ?? []).map(interval),
    differences: differences
      .flatMap((ofSystem) => ofSystem[index] ?? [])
      .map((each) => ({ ...interval(each), significant: each.significant })),
  }));
  return {
    figures,
    ...(reports.length === 0 ? {} : { reports: reports.map(classReportData) }),
    ...(confusions.length === 0 ? {} : { confusions }),
  };
}

function interval({ value, low, high }: Figure & Interval): object {
  return { value, low, high };
}
