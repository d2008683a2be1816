import { isPrefix, type ObjectAddress, objectAddress, shown } from '../../sources/jsonl/s3/address.ts';
import { ObjectPlace } from '../../sources/jsonl/s3/object-place.ts';
import type { FoundInputs, NamedInput } from './inputs.ts';
import type { Objects } from './objects.ts';
import { jobOf, type PlacedFile } from './placed-file.ts';
import { TransformRefused, type TransformRequest } from './request.ts';

/** Outputs that are objects: one for one input, those under a prefix for several. @throws {TransformRefused} */
export function placeObjects(
  request: TransformRequest,
  { inputs, isFolder }: FoundInputs,
  objects: Objects,
): readonly PlacedFile[] {
  const output = objectAddress(request.output);
  const errors = request.errors === undefined ? undefined : objectAddress(request.errors);
  const [only] = inputs;
  if (!isFolder && inputs.length === 1 && only !== undefined && !isPrefix(output))
    return [placed(request, only, { output, errors: errors ?? errorsOf(output) }, objects)];
  if (errors !== undefined) throw new TransformRefused('--errors: expected none for several inputs: each output has its own');
  const prefix = isPrefix(output) ? output.key : `${output.key}/`;
  return inputs.map((input) => {
    const at = { bucket: output.bucket, key: `${prefix}${input.name}.out` };
    return placed(request, input, { output: at, errors: errorsOf(at) }, objects);
  });
}

function placed(
  request: TransformRequest,
  { input }: NamedInput,
  to: { readonly output: ObjectAddress; readonly errors: ObjectAddress },
  objects: Objects,
): PlacedFile {
  const { restarts, stagingFolder } = request;
  if (input.name === shown(to.output)) throw new TransformRefused('--output: expected another address than that of the input');
  const isRepeatable = input.version !== undefined;
  const options = { ...to, ...jobOf(request, input, shown(to.errors)), isRepeatable, restarts, stagingFolder };
  return { input, errors: shown(to.errors), place: new ObjectPlace(options, objects) };
}

function errorsOf({ bucket, key }: ObjectAddress): ObjectAddress {
  return { bucket, key: `${key}.errors.jsonl` };
}
