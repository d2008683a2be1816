import path from 'node:path';
import { type Joined, join, predictionsIn, readRecords, referencesIn, type ValueFile } from '../evaluation/index.ts';
import type { CliContext, Output } from './context.ts';
import type { CompareOptions } from './evaluate-options.ts';
import { withInputFile } from './input-file.ts';

/** Systems by their names, and what they said beside what they should have said. */
export interface Systems {
  readonly systems: readonly string[];
  readonly joined: Joined;
}

/** @throws {RecordError} */
export async function readReferences({ references, reference }: CompareOptions, { stderr }: CliContext): Promise<ValueFile> {
  const file = referencesIn(references, await recordsOf(references), reference);
  if (reference === undefined) say(stderr, references, 'reference', file.place);
  return file;
}

/** Predictions from files, a system a file. @throws {RecordError} */
export async function readSystems(
  files: readonly string[],
  references: ValueFile,
  { prediction, id }: CompareOptions,
  { stderr }: CliContext,
): Promise<Systems> {
  const said: ValueFile[] = [];
  for (const name of files) said.push(predictionsIn(name, await recordsOf(name), prediction));
  if (prediction === undefined) for (const { name, place } of said) say(stderr, name, 'prediction', place);
  return { systems: distinct(files), joined: join(references, said, id) };
}

/** A place that nobody told is told, for it may be the wrong one. */
export function say(stderr: Output, name: string, kind: 'reference' | 'prediction', place: string): void {
  const where = place === '' ? 'the whole record' : `at ${place}`;
  stderr.write(`evaluate: ${name}: the ${kind} is ${where} (--${kind} says otherwise)\n`);
}

function recordsOf(file: string): ReturnType<typeof readRecords> {
  return withInputFile(file, ({ path: name, chunks }) => readRecords(name, chunks));
}

/** Base names, where these tell the files apart. */
function distinct(files: readonly string[]): readonly string[] {
  const bases = files.map((file) => path.basename(file));
  return new Set(bases).size === bases.length ? bases : files;
}
