import { isObjectAddress } from '../../sources/jsonl/s3/address.ts';
import { placeFiles } from './file-places.ts';
import type { FoundInputs } from './inputs.ts';
import { placeObjects } from './object-places.ts';
import type { Objects } from './objects.ts';
import type { PlacedFile } from './placed-file.ts';
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
