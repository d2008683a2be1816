import { JobFile, type JobTerms } from '../job-file.ts';
import { type Ended, LocalPlace, type OpenedPlace, type OutputPlace, PlaceTaken } from '../output-place.ts';
import { type ObjectAddress, shown } from './address.ts';
import { doneMark, endedOf, hashOf, jobOf } from './done-mark.ts';
import type { ObjectFacts, ObjectStore } from './object-store.ts';
import { Staging } from './staging.ts';
import { StoreError } from './store-error.ts';
import { type UploadOptions, upload } from './upload.ts';
import { UploadNote } from './upload-note.ts';
import type { Uploads } from './uploads.ts';
import type { WritePermission } from './write-permission.ts';

export interface ObjectPlaceOptions extends UploadOptions {
  readonly output: ObjectAddress;
  readonly errors: ObjectAddress;
  readonly terms: JobTerms;
  /** Whether what was done can be told from what is staged; else a job begins anew. */
  readonly isResumable: boolean;
  /** Whether the same terms mean the same records, so that what was done need not be done again. */
  readonly isRepeatable: boolean;
  /** Whether what is there may be thrown away. */
  readonly restarts: boolean;
  /** By default one among the temporary files. */
  readonly stagingFolder?: string | undefined;
}

export interface ObjectPlaceParts {
  readonly store: ObjectStore;
  readonly permission: WritePermission;
  readonly uploads: Uploads;
  /** Aborted when uploads are to end. */
  readonly signal: AbortSignal;
}

/**
 * Two objects. As nothing can be appended to one, they grow in files of this machine, which a run that is stopped goes on with, and are
 * uploaded when all of the input is done: failures first, so that an output that is there says that all is.
 */
export class ObjectPlace implements OutputPlace {
  readonly #options: ObjectPlaceOptions;
  readonly #parts: ObjectPlaceParts;
  readonly #staging: Staging;
  #staged: LocalPlace | undefined;
  #replaced: string | undefined;

  constructor(options: ObjectPlaceOptions, parts: ObjectPlaceParts) {
    this.#options = options;
    this.#parts = parts;
    this.#staging = new Staging(options.output, options.stagingFolder);
  }

  async check(): Promise<Ended | undefined> {
    const { output, terms, restarts } = this.#options;
    const there = await this.#parts.store.head(output);
    this.#replaced = there?.etag;
    // With what it will replace: so what is staged is gone on with only while nobody else has written there.
    const stagedTerms = { ...terms, output: shown(output), replaces: there?.etag ?? 'nothing' };
    this.#staged = this.#stagedPlace(stagedTerms);
    const done = restarts ? undefined : await this.#before(there, stagedTerms, this.#staged);
    if (done !== undefined) return done;
    await this.#staging.make();
    await this.#parts.permission.check(output);
    return undefined;
  }

  async open(): Promise<OpenedPlace> {
    if (this.#staged === undefined) throw new Error('A place is opened that was not looked at');
    await this.#parts.uploads.room();
    const opened = await this.#staged.open();
    return { ...opened, complete: (ended) => this.#parts.uploads.run(() => this.#complete(ended)) };
  }

  async #before(there: ObjectFacts | undefined, stagedTerms: JobTerms, staged: LocalPlace): Promise<Ended | undefined> {
    const { output, errors, terms, isRepeatable } = this.#options;
    const isStaged = (await new JobFile(this.#staging.output).before(stagedTerms)) === 'same job';
    if (!isStaged && there !== undefined && jobOf(there) === hashOf(terms)) {
      // A run that was killed between its last upload and its end has left them.
      await this.#staging.remove();
      return isRepeatable ? endedOf(there) : undefined;
    }
    if (!isStaged) {
      this.#refuse(output, there);
      this.#refuse(errors, await this.#parts.store.head(errors));
    }
    await staged.check().catch((thrown: unknown) => {
      throw thrown instanceof PlaceTaken ? new PlaceTaken(`${shown(output)}, staged: ${thrown.message}`) : thrown;
    });
    return undefined;
  }

  /** @throws {PlaceTaken} for an object of another job, or of none */
  #refuse(address: ObjectAddress, there: ObjectFacts | undefined): void {
    if (there === undefined) return;
    const job = jobOf(there);
    if (job === hashOf(this.#options.terms)) return;
    const of = job === undefined ? 'exists, and nothing says of which job it is' : 'is the output of another job';
    throw new PlaceTaken(`${shown(address)} ${of}; --restart writes it anew`);
  }

  async #complete(ended: Ended): Promise<boolean> {
    const metadata = doneMark(this.#options.terms, ended);
    try {
      await this.#refuseNewcomer();
      for (const what of ['errors', 'output'] as const) {
        const note = new UploadNote(this.#staging.noteOf(what), this.#parts.store);
        const object = { address: this.#options[what], metadata };
        await upload(this.#parts.store, object, this.#staging[what], note, this.#options);
      }
    } catch (thrown) {
      if (this.#parts.signal.aborted) return false;
      throw thrown;
    }
    await this.#staging.remove();
    return true;
  }

  /** @throws {StoreError} where somebody has written there since it was looked at */
  async #refuseNewcomer(): Promise<void> {
    const { output, terms } = this.#options;
    const there = await this.#parts.store.head(output);
    if (there === undefined || there.etag === this.#replaced || jobOf(there) === hashOf(terms)) return;
    throw new StoreError('changed', `${shown(output)} was written by somebody else while the job ran; --restart replaces it`);
  }

  #stagedPlace(terms: JobTerms): LocalPlace {
    const { isResumable, restarts } = this.#options;
    const { output, errors } = this.#staging;
    return new LocalPlace({ output, errors, terms, isResumable, restarts });
  }
}
