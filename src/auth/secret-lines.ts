import { readNamedFile } from '../kernel/read-named-file.ts';
import { UnusableFile } from '../kernel/unusable-file.ts';

/** What an authorization header can carry (token68 of RFC 9110), and long enough not to be guessed. */
const SHORTEST = 16;
const WORD = /^[\w\-.~+/]+=*$/;

/** The secrets of a file, one a line. @throws {UnusableFile} which says the line, never what is in it. */
export async function secretLines(file: string, option: string): Promise<readonly string[]> {
  const lines = (await readNamedFile(file, option)).split('\n').map((line) => line.trim());
  const secrets = lines.filter((line, index) => {
    if (line === '' || line.startsWith('#')) return false;
    if (line.length >= SHORTEST && WORD.test(line)) return true;
    const expected = `a secret of at least ${SHORTEST} characters (letters, digits and -._~+/=) a line`;
    throw new UnusableFile(file, option, expected, `something else in line ${index + 1}`);
  });
  if (secrets.length === 0) throw new UnusableFile(file, option, 'at least one secret', 'none');
  return secrets;
}
