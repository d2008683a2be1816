import { open, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a constant of the model lies in the run of bytes: float32, C order, little-endian. */
export interface Weight {
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

interface ManifestGroup {
  readonly paths: readonly string[];
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[] }[];
}

/** Every dtype in the package, float32 and int32, has elements of four bytes. */
const ELEMENT_BYTES = 4;

/** The named constants of a TensorFlow.js graph model, whose shards are one long run of bytes cut into files. */
export class Weights {
  /** All of them, behind one another. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly #byName: ReadonlyMap<string, Weight>;

  private constructor(bytes: Uint8Array<ArrayBuffer>, byName: ReadonlyMap<string, Weight>) {
    this.bytes = bytes;
    this.#byName = byName;
  }

  /** Reads `model.json` and the shards beside it. Rejects when a file is missing or too short. */
  static async read(folder: string): Promise<Weights> {
    const model = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    const groups: readonly ManifestGroup[] = model.weightsManifest;
    const byName = placeWeights(groups);
    const bytes = await readShards(groups.flatMap(({ paths }) => paths.map((path) => join(folder, path))));
    for (const [name, { offset, length }] of byName) {
      if (offset + length > bytes.length) throw new Error(`the model's weight files end before ${name}`);
    }
    return new Weights(bytes, byName);
  }

  /** @throws {Error} when there is no such constant. */
  get(name: string): Weight {
    const weight = this.#byName.get(name);
    if (weight === undefined) throw new Error(`the model's weights lack ${name}`);
    return weight;
  }

  /** A copy of the constant's elements. @throws {Error} when there is no such constant. */
  floats(name: string): Float32Array {
    const { offset, length } = this.get(name);
    return new Float32Array(this.bytes.slice(offset, offset + length).buffer);
  }
}

function placeWeights(groups: readonly ManifestGroup[]): Map<string, Weight> {
  const byName = new Map<string, Weight>();
  let offset = 0;
  for (const { name, shape } of groups.flatMap(({ weights }) => weights)) {
    const length = ELEMENT_BYTES * shape.reduce((product, side) => product * side, 1);
    byName.set(name, { shape, offset, length });
    offset += length;
  }
  return byName;
}

/** Every shard at its place in one buffer, rather than each in its own first: they are tens of megabytes. */
async function readShards(paths: readonly string[]): Promise<Uint8Array<ArrayBuffer>> {
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  const bytes = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  const places = sizes.map((size) => bytes.subarray(at, (at += size)));
  await Promise.all(paths.map((path, i) => readInto(path, places[i] as Uint8Array)));
  return bytes;
}

async function readInto(path: string, place: Uint8Array): Promise<void> {
  const file = await open(path);
  try {
    const { bytesRead } = await file.read(place, 0, place.length, 0);
    if (bytesRead < place.length) throw new Error(`${path} was cut short while it was read`);
  } finally {
    await file.close();
  }
}
