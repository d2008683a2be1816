import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
/** Not in git: what is downloaded, and what is made of it. */
const CACHE = fileURLToPath(new URL('../../../.cache/kcl', import.meta.url));

/** A version of the Kinesis Client Library, and the class that runs a worker of it. */
export interface Version {
  readonly version: string;
  readonly main: string;
  readonly sources: readonly string[];
  /** Whether it gives a lease up when it is asked for it. */
  readonly answers: boolean;
}

export const VERSIONS: readonly Version[] = [
  { version: '2.7.2', main: 'Worker', sources: ['Worker.java'], answers: false },
  { version: '3.5.1', main: 'Worker3', sources: ['Worker.java', 'Worker3.java'], answers: true },
];

/** What a worker is started with; or what there is none for. */
export type Library = { readonly java: readonly string[] } | { readonly missing: string };

/**
 * The library with all it needs, resolved by Maven into a repository of this checkout's own, and the worker compiled against it.
 * Only what this machine does not have or cannot get is `missing`. @throws {Error} when the worker does not compile
 */
export async function libraryOf({ version, main, sources }: Version): Promise<Library> {
  for (const [tool, argument] of [
    ['java', '-version'],
    ['javac', '-version'],
    ['mvn', '-version'],
  ] as const)
    if ((await ran(tool, [argument])).code !== 0) return { missing: `no ${tool} on the PATH` };
  const classes = join(CACHE, version);
  mkdirSync(classes, { recursive: true });
  console.log(`KCL ${version}: amazon-kinesis-client and what it needs are downloaded by Maven to .cache/kcl/maven, once`);
  const classPath = join(classes, 'class-path');
  const resolved = await ran('mvn', [
    '--batch-mode',
    '--quiet',
    '--file',
    join(HERE, 'pom.xml'),
    `-Dmaven.repo.local=${join(CACHE, 'maven')}`,
    `-Dkcl.version=${version}`,
    // Written whole or not at all.
    `-Dmdep.outputFile=${classPath}.new`,
    'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath',
  ]);
  if (resolved.code !== 0) return { missing: `amazon-kinesis-client ${version} could not be had: ${errorOf(resolved.said)}` };
  renameSync(`${classPath}.new`, classPath);
  const path = [classes, readFileSync(classPath, 'utf8')].join(delimiter);
  const files = sources.map((file) => join(HERE, 'java', file));
  const compiled = await ran('javac', ['--release', '17', '-Werror', '-d', classes, '-cp', path, ...files]);
  if (compiled.code !== 0) throw new Error(`The worker does not compile against KCL ${version}: ${compiled.said}`);
  return { java: ['-cp', path, main] };
}

async function ran(command: string, args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  try {
    const [code] = (await once(child, 'close')) as [number | null];
    return { code, said };
  } catch (thrown) {
    return { code: null, said: String(thrown) };
  }
}

function errorOf(said: string): string {
  return /\[ERROR\] (?:.*?: )?(.{1,300})/.exec(said)?.[1] ?? said.slice(0, 300);
}
