import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

export const RULES_FILE = fileURLToPath(new URL('../../../deploy/prometheus/tidegate.rules.yml', import.meta.url));

export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

export interface AlertingRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: { readonly severity: 'page' | 'ticket' };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook_url: string };
}

interface Group {
  readonly name: string;
  readonly interval: string;
  readonly rules: readonly (RecordingRule | AlertingRule)[];
}

/** deploy/prometheus/tidegate.rules.yml, the one source of all rules. */
export interface Rules {
  readonly groups: readonly Group[];
}

export function readRules(): Rules {
  return parse(readFileSync(RULES_FILE, 'utf8')) as Rules;
}

export function alertsOf({ groups }: Rules): readonly AlertingRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule) => 'alert' in rule));
}

export function recordsOf({ groups }: Rules): readonly RecordingRule[] {
  return groups.flatMap(({ rules }) => rules.filter((rule) => 'record' in rule));
}
