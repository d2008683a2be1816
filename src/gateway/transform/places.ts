import { mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppendFile } from '../../sources/jsonl/append-file.ts';
import { LocalPlace, type OutputPlace } from '../../sources/jsonl/output-place.ts';
import { PipedPlace, pipedOutput } from '../../sources/jsonl/piped-place.ts';
import type { TransformFile } from '../../sources/jsonl/transform-job.ts';
import type { FoundInputs, NamedInput } from './inputs.ts';
import { TransformRefused, type TransformRequest } from './request.ts';

export interface PlacedFile extends TransformFile {
  /** Where its failures are told of. */
  readonly errors: string;
}

/** Where the output of each input goes, looked at before anything is sent. @throws {TransformRefused} */
export async function placeOutputs(request: TransformRequest, { inputs, isFolder }: FoundInputs): Promise<readonly PlacedFile[]> {
  const { output, errors } = request;
  const isIntoFolder = isFolder || inputs.length > 1 || output.endsWith('/') || (output !== '-' && (await isDirectory(output)));
  const [only] = inputs;
  if (!isIntoFolder && only !== undefined) return [await placed(request, only, output, errors)];
  if (output === '-') throw new TransformRefused('--output: expected a folder for several inputs, found standard output');
  if (errors !== undefined) throw new TransformRefused('--errors: expected none for several inputs: each output has its own');
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
  const { endpoint, records, restarts } = request;
  const terms = { tidegate: 1, input: input.name, version: input.version ?? 'read once', endpoint, ...records };
  const isResumable = input.version !== undefined && records.assembleWith === 'Line';
  await mkdir(path.dirname(output), { recursive: true });
  return { input, errors: told, place: new LocalPlace({ output, errors: told, terms, isResumable, restarts }) };
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
