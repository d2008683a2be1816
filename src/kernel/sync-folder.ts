import { open } from 'node:fs/promises';

/** The name of a new file is as durable as its folder. Not every file system can sync one. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => {});
  await handle?.close();
}
