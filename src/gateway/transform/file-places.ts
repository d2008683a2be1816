import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { AppendFile } from '../../sources/jsonl/append-file.ts';
import { JobFile } from '../../sources/jsonl/job-file.ts';
import { LocalPlace, type OutputPlace } from '../../sources/jsonl/output-place.ts';
import { PipedPlace, pipedOutput } from '../../sources/jsonl/piped-place.ts';
import { isDevice, isDirectory, refuseOverlap, statsOf } from './file-identity.ts';
import type { FoundInputs, NamedInput } from './inputs.ts';
import { jobOf, type PlacedFile } from './placed-file.ts';
import { TransformRefused, type TransformRequest } from './request.ts';

interface WrittenFile extends PlacedFile {
  /** The files that are written. */
  readonly writes: readonly string[];
}

const STDERR = 'standard error';

/** Outputs that are files of this machine, or lines that others read from this process. @throws {TransformRefused} */
export async function placeFiles(request: TransformRequest, found: FoundInputs): Promise<readonly PlacedFile[]> {
  const files = await allPlaced(request, found);
  await refuseOverlap(
    found.inputs.map(({ input }) => input.name),
    files.flatMap(({ writes }) => writes),
  );
  return files;
}

async function allPlaced(request: TransformRequest, { inputs, isFolder }: FoundInputs): Promise<readonly WrittenFile[]> {
  const { output, errors } = request;
  const isIntoFolder = isFolder || inputs.length > 1 || output.endsWith('/') || (output !== '-' && (await isDirectory(output)));
  const [only] = inputs;
  if (!isIntoFolder && only !== undefined) return [await placed(request, only, output, errors)];
  if (output === '-') throw new TransformRefused('--output: expected a folder for several inputs, found standard output');
  if (errors !== undefined) throw new TransformRefused('--errors: expected none for several inputs: each output has its own');
  // A key may be anything: what is no name of a file below a folder could be one outside of it.
  const wrong = inputs.find(({ name }) => path.normalize(name) !== name || name.startsWith('..') || path.isAbsolute(name));
  if (wrong !== undefined) throw new TransformRefused(`${wrong.input.name}: expected a key that can be a file's name`);
  return Promise.all(inputs.map((input) => placed(request, input, path.join(output, `${input.name}.out`), undefined)));
}

async function placed(
  request: TransformRequest,
  { input }: NamedInput,
  output: string,
  errors: string | undefined,
): Promise<WrittenFile> {
  const toErrors = errors === undefined ? [] : [errors];
  for (const file of toErrors) await checkWritable(file);
  if (output === '-' || (await isDevice(output)))
    return { input, errors: errors ?? STDERR, place: piped(output, errors), writes: toErrors };
  const told = errors ?? `${output}.errors.jsonl`;
  for (const file of [output, told]) await checkWritable(file);
  const job = jobOf(request, input, path.relative(path.dirname(output), told));
  // What a device was told is not there to be counted.
  const isResumable = job.isResumable && !(await isDevice(told));
  const place = new LocalPlace({ ...job, output, errors: told, isResumable, restarts: request.restarts });
  return { input, errors: told, place, writes: [output, told, new JobFile(output).path] };
}

function piped(output: string, errors: string | undefined): OutputPlace {
  return new PipedPlace(
    () => (output === '-' ? Promise.resolve(pipedOutput(process.stdout)) : AppendFile.empty(output)),
    () => (errors === undefined ? Promise.resolve(pipedOutput(process.stderr)) : AppendFile.empty(errors)),
  );
}

/** Makes its folder. @throws {TransformRefused} */
async function checkWritable(file: string): Promise<void> {
  const folder = path.dirname(file);
  try {
    await mkdir(folder, { recursive: true });
    const stats = await statsOf(file);
    if (stats?.isDirectory() === true) throw new Error('a folder');
    await access(stats === undefined ? folder : file, constants.W_OK);
  } catch (thrown) {
    const found = thrown instanceof Error ? thrown.message : String(thrown);
    throw new TransformRefused(`${file}: expected a place to write to, found ${found}`, { cause: thrown });
  }
}
