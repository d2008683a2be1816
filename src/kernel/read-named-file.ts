import { readFile } from 'node:fs/promises';
import { UnusableFile } from './unusable-file.ts';

const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  EISDIR: 'a directory',
  EACCES: 'no permission to read it',
};

/** The text of a file that an option names. @throws {UnusableFile} */
export async function readNamedFile(file: string, option: string): Promise<string> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UnusableFile(file, option, 'a readable file', UNREADABLE[error.code ?? ''] ?? 'one that cannot be read');
  });
}
