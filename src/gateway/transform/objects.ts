import { type Clock, systemClock } from '../../kernel/clock.ts';
import { isObjectAddress, isPrefix, objectAddress, shown } from '../../sources/jsonl/s3/address.ts';
import { findObjects } from '../../sources/jsonl/s3/find-objects.ts';
import { objectInput } from '../../sources/jsonl/s3/object-input.ts';
import type { ObjectStore } from '../../sources/jsonl/s3/object-store.ts';
import { openStore } from '../../sources/jsonl/s3/open-store.ts';
import { Uploads } from '../../sources/jsonl/s3/uploads.ts';
import { WritePermission } from '../../sources/jsonl/s3/write-permission.ts';
import type { FoundInputs } from './inputs.ts';

/** A store of objects, and what all that use it share. */
export interface Objects {
  readonly store: ObjectStore;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly uploads: Uploads;
  readonly permission: WritePermission;
  close(): void;
}

/** A store where one of the places is in one; else nothing of it is loaded. @param signal ends what is under way @throws {StoreError} */
export async function openObjects(places: readonly string[], signal: AbortSignal): Promise<Objects | undefined> {
  if (!places.some(isObjectAddress)) return undefined;
  const store = await openStore(signal);
  const permission = new WritePermission(store);
  return { store, clock: systemClock, signal, uploads: new Uploads(), permission, close: () => store.close() };
}

/** The objects of an address, but for those that an earlier run wrote. @throws {StoreError} */
export async function objectInputs(place: string, output: string, objects: Objects): Promise<FoundInputs> {
  const address = objectAddress(place);
  const found = await findObjects(objects.store, address);
  const isFolder = isPrefix(address);
  const meant = isFolder ? found.filter((each) => !isWithin(shown(each.address), output)) : found;
  const inputs = meant.map(({ address: at, name, etag, bytes }) => ({ input: objectInput(at, { etag, bytes }, objects), name }));
  return { inputs, isFolder };
}

function isWithin(object: string, output: string): boolean {
  return object === output || object.startsWith(output.endsWith('/') ? output : `${output}/`);
}
