import { isDeepStrictEqual } from 'node:util';
import type { Change } from './change.ts';

/** A part of the house that a name of the config stands for, and what the config says of it. */
interface Part<O, T> {
  readonly options: O;
  readonly part: T;
}

export interface ReplaceableParts<O, T> {
  /** @throws when there can be none by these options */
  create(name: string, options: O): Promise<T>;
  /** Lets what is under way come to its end, and closes it. */
  retire(part: T): Promise<void>;
  /** Told when retiring one has failed. */
  onFault(thrown: unknown): void;
}

export interface Prepared<T> extends Change {
  /** As it will be. */
  get(name: string): T | undefined;
}

/**
 * Parts by name, of the config in force. A new config brings new ones for what is new or has changed; what has not keeps the part that it
 * has, with all that it has learned. What is replaced finishes what it is at.
 */
export class Replaceable<O, T> {
  readonly #parts: ReplaceableParts<O, T>;
  #current: ReadonlyMap<string, Part<O, T>> = new Map();
  readonly #retiring = new Map<T, Promise<void>>();

  constructor(parts: ReplaceableParts<O, T>) {
    this.#parts = parts;
  }

  get(name: string): T | undefined {
    return this.#current.get(name)?.part;
  }

  entries(): readonly (readonly [name: string, part: T])[] {
    return [...this.#current].map(([name, { part }]) => [name, part] as const);
  }

  /** Those that finish what they are at, too. */
  all(): readonly T[] {
    return [...this.entries().map(([, part]) => part), ...this.#retiring.keys()];
  }

  /** Resolves when all that was replaced has finished. */
  async retired(): Promise<void> {
    await Promise.all(this.#retiring.values());
  }

  /** @throws what creating one throws; those made before are closed again */
  async prepare(wanted: Readonly<Record<string, O>>): Promise<Prepared<T>> {
    const made: T[] = [];
    const next = new Map<string, Part<O, T>>();
    const discard = async (): Promise<void> => void (await Promise.allSettled(made.map((part) => this.#parts.retire(part))));
    try {
      for (const [name, options] of Object.entries(wanted)) {
        const known = this.#current.get(name);
        if (known !== undefined && isDeepStrictEqual(known.options, options)) {
          next.set(name, known);
          continue;
        }
        const part = await this.#parts.create(name, options);
        made.push(part);
        next.set(name, { options, part });
      }
    } catch (thrown) {
      await discard();
      throw thrown;
    }
    return { get: (name) => next.get(name)?.part, commit: () => this.#replace(next), discard };
  }

  #replace(next: ReadonlyMap<string, Part<O, T>>): void {
    const before = this.#current;
    this.#current = next;
    for (const [name, { part }] of before) if (next.get(name)?.part !== part) this.#retire(part);
  }

  #retire(part: T): void {
    const retired = this.#parts
      .retire(part)
      .catch((thrown: unknown) => this.#parts.onFault(thrown))
      .finally(() => this.#retiring.delete(part));
    this.#retiring.set(part, retired);
  }
}
