import type { LeaseStore } from '../../../../src/sources/kinesis/lease-port.ts';
import { startDynalite, TEST_CREDENTIALS } from '../../../support/kinesis/emulators.ts';
import { FaultProxy } from '../../../support/kinesis/fault-proxy.ts';
import type { OpenLeases } from './lease-world.ts';

export interface DynaliteLeases {
  readonly open: OpenLeases;
  readonly close: () => Promise<void>;
}

/** Lease tables in dynalite, behind a proxy that loses answers and refuses calls. */
export async function dynaliteLeases(storeOf: (endpointUrl: string, table: string) => LeaseStore): Promise<DynaliteLeases> {
  Object.assign(process.env, TEST_CREDENTIALS);
  const emulator = await startDynalite();
  const proxy = await FaultProxy.start(emulator.url);
  let tables = 0;
  const open: OpenLeases = async () => {
    tables += 1;
    return {
      store: storeOf(proxy.url, `leases-${tables}`),
      loseReply: () => void proxy.inject({ how: 'lost', times: 1 }),
      refuse: (fault) => void proxy.inject({ how: fault === 'throttled' ? 'throttled' : '503', times: 1 }),
    };
  };
  const close = async (): Promise<void> => {
    await proxy.close();
    await emulator.close();
  };
  return { open, close };
}
