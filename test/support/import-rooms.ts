import { readdirSync } from 'node:fs';

/**
 * Imports every test file of some rooms, so that one process runs them all: they need nothing of a process, and to start one
 * takes longer than most of them.
 */
export async function importRooms(...rooms: readonly string[]): Promise<void> {
  for (const room of rooms) {
    const folder = new URL(`../${room}/`, import.meta.url);
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
    for (const file of files.toSorted()) await import(new URL(file, folder).href);
  }
}
