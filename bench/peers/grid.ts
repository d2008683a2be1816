import type { Settings } from './peer.ts';

/** Every combination of the values given for each knob. */
export function grid(knobs: Readonly<Record<string, readonly Settings[string][]>>): Settings[] {
  return Object.entries(knobs).reduce<Settings[]>(
    (found, [knob, values]) => found.flatMap((settings) => values.map((value) => ({ ...settings, [knob]: value }))),
    [{}],
  );
}
