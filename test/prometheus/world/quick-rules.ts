import { type AlertingRule, alertsOf, type RecordingRule, type Rules } from './rules.ts';

/** An hour of production is a minute here. */
export const TIMES_AS_QUICK = 60;

/** Whose threshold is a time, too. Not the retention of streams, a day at least, nor certificates: tests bring what is as old as that. */
const TIMED = new Set(['TidegateStreamBehind', 'TidegateCheckpointStuck']);

const UNITS = { s: 1, m: 60, h: 3600, d: 86_400 };

/**
 * The rules with every duration divided: ranges, `for`, intervals, and thresholds that are times. Nothing else of them is changed, so what
 * fires by these fires by those in sixty times the time; that their own durations are right is for promtool's tests to say.
 */
export function quickRules(rules: Rules): Rules {
  const missing = [...TIMED].filter((name) => !alertsOf(rules).some(({ alert }) => alert === name));
  if (missing.length > 0) throw new Error(`No alert ${missing.join(', ')}`);
  return {
    groups: rules.groups.map((group) => ({ ...group, interval: '1s', rules: group.rules.map(quick) })),
  };
}

function quick(rule: RecordingRule | AlertingRule): RecordingRule | AlertingRule {
  const expr = rule.expr.replaceAll(/\[(\d+)([smhd])\]/g, (_, count, unit) => `[${divided(count, unit)}]`);
  if ('record' in rule) return { ...rule, expr };
  const { for: given } = rule;
  const [, count, unit] = /^(\d+)([smhd])$/.exec(given ?? '') ?? [];
  return {
    ...rule,
    expr: TIMED.has(rule.alert) ? withQuickThreshold(expr) : expr,
    ...(given !== undefined && { for: divided(count, unit) }),
  };
}

function withQuickThreshold(expr: string): string {
  const changed = expr.replace(/> (\d+)$/, (_, seconds) => `> ${Number(seconds) / TIMES_AS_QUICK}`);
  if (changed === expr) throw new Error(`No threshold in seconds in ${expr}`);
  return changed;
}

function divided(count: string | undefined, unit: string | undefined): string {
  const seconds = Number(count) * UNITS[unit as keyof typeof UNITS];
  // Rates need two scrapes.
  return `${Math.max(1, seconds / TIMES_AS_QUICK)}s`;
}
