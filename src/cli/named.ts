import { suggestion } from '../config/suggestion.ts';
import { BadUsage } from './bad-usage.ts';

/** The entry of the config that an option such as `--stream` names. @throws {BadUsage} for a name that the config has not */
export function named<T>(option: `--${string}`, entries: Readonly<Record<string, T>>, name: string): T {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry !== undefined) return entry;
  const names = Object.keys(entries);
  const expected = names.length === 0 ? `a config with a ${option.slice(2)}` : `one of ${names.join(', ')}`;
  throw new BadUsage(`${option}: expected ${expected}; found ${JSON.stringify(name)}${suggestion(name, names)}`);
}
