import { systemClock } from '../../../kernel/clock.ts';
import type { ObjectStore } from './object-store.ts';
import { PersistentStore } from './persistent-store.ts';
import { StoreError } from './store-error.ts';

const PACKAGE = '@aws-sdk/client-s3';

type Adapter = typeof import('./sdk-store.ts');

/**
 * S3 as the environment has it. Its package is optional and large; it is loaded here and nowhere else.
 * @param signal aborted when nothing more is to be done
 * @throws {StoreError} naming the package and the command that installs it, when it is absent
 */
export async function openStore(
  signal: AbortSignal,
  load: () => Promise<Adapter> = () => import('./sdk-store.ts'),
): Promise<ObjectStore> {
  const { SdkStore } = await load().catch((thrown: unknown) => {
    throw isAbsent(thrown)
      ? new StoreError('refused', `s3:// needs the optional package ${PACKAGE}: npm install ${PACKAGE}@3.1164.0`, thrown)
      : thrown;
  });
  return new PersistentStore(new SdkStore(signal), systemClock, signal);
}

function isAbsent(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && thrown.code === 'ERR_MODULE_NOT_FOUND' && thrown.message.includes(PACKAGE)
  );
}
