import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppendFile } from '../../sources/jsonl/append-file.ts';
import { LocalPlace, type OutputPlace } from '../../sources/jsonl/output-place.ts';
import { PipedPlace, pipedOutput } from '../../sources/jsonl/piped-place.ts';
import { isObjectAddress } from '../../sources/jsonl/s3/address.ts';
import type { FoundInputs, NamedInput } from './inputs.ts';
import { placeObjects } from './object-places.ts';
import type { Objects } from './objects.ts';
import { jobOf, type PlacedFile } from './placed-file.ts';
import { TransformRefused, type TransformRequest } from './request.ts';

/** Where the output of each input goes, looked at before anything is sent. @throws {TransformRefused} */
export async function placeOutputs(
  request: TransformRequest,
  found: FoundInputs,
  objects?: Objects,
): Promise<readonly PlacedFile[]> {
  const { output, errors, stagingFolder } = request;
  if (errors !== undefined && isObjectAddress(errors) !== isObjectAddress(output))
    throw new TransformRefused('--errors: expected a file beside an --output that is one, or s3:// addresses for both');
  if (objects !== undefined && isObjectAddress(output)) return placeObjects(request, found, objects);
  if (stagingFolder !== undefined) throw new TransformRefused('--staging-dir: expected an --output that is an s3:// address');
  return placeFiles(request, found);
}

async function placeFiles(request: TransformRequest, { inputs, isFolder }: FoundInputs): Promise<readonly PlacedFile[]> {
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
): Promise<PlacedFile> {
  if (output === '-') return { input, errors: errors ?? 'standard error', place: piped(errors) };
  const told = errors ?? `${output}.errors.jsonl`;
  const { restarts } = request;
  await mkdir(path.dirname(output), { recursive: true });
  return { input, errors: told, place: new LocalPlace({ output, errors: told, ...jobOf(request, input), restarts }) };
}

function piped(errors: string | undefined): OutputPlace {
  return new PipedPlace(process.stdout, () =>
    errors === undefined ? Promise.resolve(pipedOutput(process.stderr)) : AppendFile.empty(errors),
  );
}

async function isDirectory(place: string): Promise<boolean> {
  return stat(place).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
}
