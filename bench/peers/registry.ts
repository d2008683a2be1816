import { batshit } from './batshit/peer.ts';
import { bentoml } from './bentoml/peer.ts';
import { dataloader } from './dataloader/peer.ts';
import { kserve } from './kserve/peer.ts';
import { litserve } from './litserve/peer.ts';
import { mlserver } from './mlserver/peer.ts';
import { mosec } from './mosec/peer.ts';
import type { Peer } from './peer.ts';
import { promiseBatcher } from './promise-batcher/peer.ts';
import { pytriton } from './pytriton/peer.ts';
import { rayServe } from './ray-serve/peer.ts';

export const PEERS: readonly Peer[] = [
  dataloader,
  promiseBatcher,
  batshit,
  kserve,
  bentoml,
  litserve,
  mosec,
  rayServe,
  mlserver,
  pytriton,
];

/** @throws {Error} for a name that none has */
export function peersNamed(names: readonly string[]): readonly Peer[] {
  const unknown = names.find((name) => !PEERS.some((peer) => peer.name === name));
  if (unknown !== undefined) throw new Error(`Expected one of ${PEERS.map(({ name }) => name).join(', ')}, got ${unknown}`);
  return names.length === 0 ? PEERS : PEERS.filter(({ name }) => names.includes(name));
}
