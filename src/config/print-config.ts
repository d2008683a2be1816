import { stringify } from 'yaml';
import { escapeReferences } from './environment.ts';
import type { ResolvedConfig } from './resolved-config.ts';

/** The config as YAML that loads as the same config. */
export function printConfig(config: ResolvedConfig): string {
  return stringify(escaped(config), { aliasDuplicateObjects: false, lineWidth: 0 });
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapeReferences(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, escaped(inner)]));
}
