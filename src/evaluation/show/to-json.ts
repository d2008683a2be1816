import type { Difference } from '../bootstrap/differences.ts';
import type { Evaluation, Measured } from '../evaluate.ts';
import { classReportData } from '../report/class-report-data.ts';

/** For programs: `{items, missing, joinedBy, systems, metrics: {NAME: {figures: [{name, unit, systems: [{value, low, high}], differences}], reports}}}`. */
export function toJson({ items, missing, joinedBy, confidence, systems, measured }: Evaluation): object {
  return {
    items,
    missing,
    joinedBy,
    confidence,
    systems,
    metrics: Object.fromEntries(measured.map((each) => [each.metric, metric(each)])),
  };
}

function metric({ estimates, differences, reports }: Measured): object {
  const figures = (estimates[0] ?? []).map(({ name, unit }, index) => ({
    name,
    unit,
    systems: estimates.map((ofSystem) => interval(ofSystem[index])),
    ...(differences.length === 0 ? {} : { differences: differences.map((ofSystem) => difference(ofSystem[index])) }),
  }));
  return { figures, ...(reports.length === 0 ? {} : { reports: reports.map(classReportData) }) };
}

function interval(estimate: { readonly value: number; readonly low: number; readonly high: number } | undefined): object {
  return { value: estimate?.value, low: estimate?.low, high: estimate?.high };
}

function difference(found: Difference | undefined): object {
  return { ...interval(found), significant: found?.significant };
}
