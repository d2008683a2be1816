import type { Installation } from './install/installation.ts';
import type { Dialect } from './requests/dialects.ts';

/** A peer's knobs by the names that it gives them itself. What is left out is left to the peer. */
export type Settings = Readonly<Record<string, number | readonly number[]>>;

/** Another program that puts single requests together, before the same model. */
export interface Peer {
  /** Its folder, and its name in files. */
  readonly name: string;
  readonly label: string;
  readonly version: string;
  readonly installation: Installation;
  /** What `peers sweep` tries; the defaults are always tried. */
  readonly grid: readonly Settings[];
  /** The server process, but for its port, which comes as `--port N`. */
  launch(modelUrl: string, settings: Settings): Launch;
  /** Answered with a status below 400 once it serves. */
  readonly readyPath: string;
  /** Where it takes requests. */
  readonly path: string;
  readonly dialect: Dialect;
  /** Of one that passes requests on to the model under the path that they came to: another such path. */
  readonly otherPath?: string;
  /** How long it may keep a request waiting for others on purpose. @default not long */
  longestWaitMs?(settings: Settings): number;
}

export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** As a reader may type it; `defaults` when there are none. */
export function settingsText(settings: Settings): string {
  const texts = Object.entries(settings).map(([knob, value]) => `${knob}=${JSON.stringify(value)}`);
  return texts.length === 0 ? 'defaults' : texts.join(' ');
}
