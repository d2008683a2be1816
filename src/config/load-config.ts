import { readFile } from 'node:fs/promises';
import { ConfigError } from './config-error.ts';
import { type ParseOptions, parseConfig } from './parse-config.ts';
import type { UserConfig } from './user-config.ts';

export interface LoadOptions extends Omit<ParseOptions, 'file' | 'text'> {
  readonly path: string;
}

/** Node's own words name the file again. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory',
  EACCES: 'no permission to read it',
};

/** Reads and checks a config file, YAML or JSON. @throws {ConfigError} when it cannot be read or used. */
export async function loadConfig({ path, ...options }: LoadOptions): Promise<UserConfig> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new ConfigError([{ source: path, expected: 'a readable file', found: UNREADABLE[error.code ?? ''] ?? error.message }], {
      cause: error,
    });
  });
  return parseConfig({ file: path, text: withoutByteOrderMark(text), ...options });
}

/** It would count as the first column. */
function withoutByteOrderMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
