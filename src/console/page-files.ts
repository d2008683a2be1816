import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
  readonly etag: string;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Beside this file in the sources, and beside what is compiled from it. */
const PAGE = fileURLToPath(new URL('page/', import.meta.url));
const UPLOT = ['uPlot.iife.min.js', 'uPlot.min.css'];

/** The files of the live page by name, read once: requests never reach the file system. */
export async function pageFiles(): Promise<ReadonlyMap<string, PageFile>> {
  const uplot = path.dirname(createRequire(import.meta.url).resolve('uplot'));
  const own = (await readdir(PAGE))
    .filter((name) => TYPES[path.extname(name)] !== undefined)
    .map((name) => path.join(PAGE, name));
  const files = await Promise.all([...own, ...UPLOT.map((name) => path.join(uplot, name))].map(read));
  return new Map(files);
}

async function read(file: string): Promise<readonly [name: string, file: PageFile]> {
  const body = await readFile(file);
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`;
  return [path.basename(file), { type: TYPES[path.extname(file)] ?? 'application/octet-stream', body, etag }];
}
