import type { Settings } from '../peer.ts';

/** The device's answer for each item, in their order. */
export type CallDevice = (items: readonly unknown[]) => Promise<unknown[]>;

/** Puts one item into a batch with others; its own answer. */
export type Ask = (item: unknown) => Promise<unknown>;

/** One library, set up. `load` brings a package of it. */
export type Batching = (load: (name: string) => unknown, settings: Settings, device: CallDevice) => Ask;
