import { StoreError } from './store-error.ts';

/** Where an object lies; a key that is empty, or that ends with a slash, is a prefix of others. */
export interface ObjectAddress {
  readonly bucket: string;
  readonly key: string;
}

const SCHEME = 's3://';

export function isObjectAddress(text: string): boolean {
  return text.startsWith(SCHEME);
}

/** Reads `s3://bucket/key`. The key is taken as it is written: `%20` in it is three characters. @throws {StoreError} for one without a bucket */
export function objectAddress(text: string): ObjectAddress {
  const [, bucket, key = ''] = /^s3:\/\/([a-z0-9][a-z0-9._-]*)(?:\/(.*))?$/is.exec(text) ?? [];
  if (bucket === undefined) throw new StoreError('refused', `${text}: expected s3://bucket/key`);
  return { bucket, key };
}

export function shown({ bucket, key }: ObjectAddress): string {
  return `${SCHEME}${bucket}/${key}`;
}

/** Whether it stands for all objects under it. */
export function isPrefix({ key }: ObjectAddress): boolean {
  return key === '' || key.endsWith('/');
}
