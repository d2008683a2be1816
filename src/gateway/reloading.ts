import { ConfigError } from '../config/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { UnusableFile } from '../kernel/unusable-file.ts';

/** What has been read from files that may change while the gateway runs. */
export interface Reloadable {
  /** Reads them again. @throws {UnusableFile} and goes on with what was there */
  reload(): Promise<void>;
}

/** Reads all of them again, each for itself. @throws {ConfigError} with what of them cannot be used */
export async function reloadAll(all: readonly Reloadable[]): Promise<void> {
  const settled = await Promise.allSettled(all.map((each) => each.reload()));
  const problems = settled.flatMap((one) => (one.status === 'rejected' ? [problemOf(one.reason)] : []));
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Files that cannot be used as what they are to the user: a mistake in the config. */
export async function asConfigError<T>(opening: Promise<T>): Promise<T> {
  return opening.catch((thrown: unknown) => {
    throw new ConfigError([problemOf(thrown)], { cause: thrown });
  });
}

function problemOf(thrown: unknown): ConfigError['problems'][number] {
  if (!(thrown instanceof UnusableFile)) throw thrown;
  const { file, option, expected, found } = thrown;
  return { source: file, path: option, expected, found };
}

/** Reloads every so often. @param told what is wrong; undefined when nothing is @returns its end */
export function keepReloading(
  all: readonly Reloadable[],
  everyMs: number,
  clock: Clock,
  told: (problems: string | undefined) => void,
): () => void {
  if (everyMs === 0 || all.length === 0) return () => {};
  let cancel = (): void => {};
  let ended = false;
  const reload = async (): Promise<void> => {
    const problems = await reloadAll(all).then(
      () => undefined,
      (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown)),
    );
    if (ended) return;
    told(problems);
    next();
  };
  const next = (): void => {
    cancel = clock.at(clock.now() + everyMs, () => void reload());
  };
  next();
  return () => {
    ended = true;
    cancel();
  };
}
