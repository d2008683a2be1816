import { createHash } from 'node:crypto';
import { lstat, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ObjectAddress, shown } from './address.ts';
import { StoreError } from './store-error.ts';

/** The files of this machine in which an output grows until it is uploaded. */
export class Staging {
  readonly #root: string;
  readonly #isOurs: boolean;
  readonly folder: string;

  /** @param root where folders are made for outputs; by default one of this user's among the temporary files */
  constructor(output: ObjectAddress, root?: string) {
    this.#isOurs = root === undefined;
    this.#root = root ?? path.join(tmpdir(), `tidegate-${process.getuid?.() ?? 'staging'}`);
    this.folder = path.join(this.#root, createHash('sha256').update(shown(output)).digest('hex').slice(0, 32));
  }

  get output(): string {
    return path.join(this.folder, 'output');
  }

  get errors(): string {
    return path.join(this.folder, 'errors.jsonl');
  }

  /** Where an upload in parts is noted. */
  noteOf(what: 'output' | 'errors'): string {
    return path.join(this.folder, `${what}.upload.json`);
  }

  /** @throws what the system says; {StoreError} where others could read or change what is there */
  async make(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    if (!this.#isOurs) return;
    // A name among the temporary files may have been taken by anybody.
    const root = await lstat(this.#root);
    if (!root.isDirectory() || (process.getuid !== undefined && root.uid !== process.getuid()))
      throw new StoreError('refused', `${this.#root} belongs to somebody else; --staging-dir says another folder`);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}
