import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileInput } from '../../sources/jsonl/input/file-input.ts';
import { localFile, pipedInput } from '../../sources/jsonl/input/local-file.ts';
import { isObjectAddress } from '../../sources/jsonl/s3/address.ts';
import { type Objects, objectInputs } from './objects.ts';
import { TransformRefused } from './request.ts';

/** An input, and what its output is called in a folder of outputs. */
export interface NamedInput {
  readonly input: FileInput;
  /** Relative, without an extension of ours. */
  readonly name: string;
}

export interface FoundInputs {
  readonly inputs: readonly NamedInput[];
  /** Whether their number is for the folder to say, so that the output is one, too. */
  readonly isFolder: boolean;
}

const UNREADABLE: Readonly<Record<string, string>> = { ENOENT: 'no such file', EACCES: 'no permission to read it' };

/**
 * All files that are meant, in their order; those of a folder by name, those in its folders among them, but for hidden ones; objects by key.
 * @param objects where one of the paths is an address of some
 * @throws {TransformRefused}, or what the store of objects says
 */
export async function findInputs(paths: readonly string[], output: string, objects?: Objects): Promise<FoundInputs> {
  const found = await Promise.all(
    paths.map((each) =>
      objects !== undefined && isObjectAddress(each) ? objectInputs(each, output, objects) : inputsAt(each, output),
    ),
  );
  const inputs = found.flatMap(({ inputs: some }) => some);
  if (inputs.length === 0) throw new TransformRefused(`--input: expected files, found none in ${paths.join(', ')}`);
  const twice = inputs.find(({ name }, index) => inputs.findIndex((other) => other.name === name) !== index);
  if (twice !== undefined) throw new TransformRefused(`--input: two inputs are called ${twice.name}, and would share an output`);
  return { inputs, isFolder: found.some(({ isFolder }) => isFolder) };
}

async function inputsAt(place: string, output: string): Promise<FoundInputs> {
  if (place === '-') return { inputs: [{ input: pipedInput(process.stdin), name: 'stdin' }], isFolder: false };
  const stats = await readable(place, stat(place));
  if (!stats.isDirectory()) return { inputs: [await inputAt(place, path.basename(place))], isFolder: false };
  const files = (await readable(place, filesIn(place))).filter((file) => !isWithin(file, output));
  return { inputs: await Promise.all(files.map((file) => inputAt(file, path.relative(place, file)))), isFolder: true };
}

async function inputAt(place: string, name: string): Promise<NamedInput> {
  return { input: await readable(place, localFile(place)), name };
}

async function readable<T>(place: string, reading: Promise<T>): Promise<T> {
  return reading.catch((error: NodeJS.ErrnoException) => {
    const why = UNREADABLE[error.code ?? ''] ?? error.message;
    throw new TransformRefused(`${place}: expected a readable file, found ${why}`);
  });
}

async function filesIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = await Promise.all(
    entries.map(async (entry) => {
      const file = path.join(entry.parentPath, entry.name);
      const isFile = entry.isFile() || (entry.isSymbolicLink() && (await stat(file).catch(() => undefined))?.isFile() === true);
      return isFile ? [file] : [];
    }),
  );
  return files
    .flat()
    .filter(
      (file) =>
        !path
          .relative(folder, file)
          .split(path.sep)
          .some((part) => part.startsWith('.')),
    )
    .sort();
}

/** What an earlier run wrote is no input. */
function isWithin(file: string, output: string): boolean {
  const relative = path.relative(path.resolve(output), path.resolve(file));
  return !relative.startsWith('..') && !path.isAbsolute(relative);
}
