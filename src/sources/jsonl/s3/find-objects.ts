import { isPrefix, type ObjectAddress, shown } from './address.ts';
import type { ListedObject, ObjectStore } from './object-store.ts';
import { StoreError } from './store-error.ts';

/** An object that is meant by an address; with its name behind the prefix, or behind the last slash. */
export interface FoundObject {
  readonly address: ObjectAddress;
  readonly name: string;
  readonly etag: string;
  readonly bytes: number;
}

/** All objects whose keys begin with a prefix, as S3Prefix has it; but for those of consoles that make folders of it. */
async function objectsUnder(store: ObjectStore, { bucket, key: prefix }: ObjectAddress): Promise<readonly FoundObject[]> {
  const found: FoundObject[] = [];
  let next: string | undefined;
  do {
    const page = await store.list({ bucket, key: prefix }, next);
    for (const { key, etag, bytes } of page.objects.filter(isNoFolder))
      found.push({ address: { bucket, key }, name: key.slice(prefix.length), etag, bytes });
    next = page.next;
  } while (next !== undefined);
  return found;
}

/** The object of an address, or those under it. @throws {StoreError} */
export async function findObjects(store: ObjectStore, address: ObjectAddress): Promise<readonly FoundObject[]> {
  if (isPrefix(address)) return objectsUnder(store, address);
  const facts = await store.head(address);
  if (facts === undefined) throw new StoreError('missing', await noSuchObject(store, address));
  const name = address.key.slice(address.key.lastIndexOf('/') + 1);
  return [{ address, name, etag: facts.etag, bytes: facts.bytes }];
}

async function noSuchObject(store: ObjectStore, { bucket, key }: ObjectAddress): Promise<string> {
  const prefix = { bucket, key: `${key}/` };
  const { objects } = await store.list(prefix);
  const hint = objects.length === 0 ? '' : `; for what lies under it, ${shown(prefix)}`;
  return `${shown({ bucket, key })}: there is no such object${hint}`;
}

function isNoFolder({ key, bytes }: ListedObject): boolean {
  return bytes > 0 || !key.endsWith('/');
}
