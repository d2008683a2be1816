import type { Contestant } from '../contestants/contestant.ts';
import type { Behind } from '../contestants/references.ts';
import type { Law } from '../model-server/law.ts';

/** A gateway or model server of others', that takes the same load beside ours. */
export interface Peer {
  readonly name: string;
  /** Starts it in front of the model server; undefined where it is not installed. */
  start(behind: Behind, law: Law): Promise<Contestant | undefined>;
}
