import type { ProbePlan } from './plan.ts';

/** What may be sent, for people, before it is. */
export function showPlan({ steps, calls }: ProbePlan): string {
  if (calls === 0) return 'plan: no calls\n';
  const width = String(calls).length;
  const lines = steps.map((step) => `  ${String(step.calls).padStart(width)}  ${step.what}`);
  return `plan: at most ${calls} call${calls === 1 ? '' : 's'}\n${lines.join('\n')}\n`;
}
