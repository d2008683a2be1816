import { setTimeout as pause } from 'node:timers/promises';
import type { Stage } from '../../faults/streams/stage.ts';

/** Puts records all the time, until it is told to stop, and `least` of them at least. */
export function flow(stage: Stage, least: number): { readonly stop: () => Promise<void> } {
  let isOn = true;
  const run = async (): Promise<void> => {
    for (let at = 0; isOn || at < least; at += 20) {
      await stage.put(at, at + 20);
      await pause(100);
    }
  };
  const running = run();
  return {
    stop: async () => {
      isOn = false;
      await running;
    },
  };
}
