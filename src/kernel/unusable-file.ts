/** A file that the config names cannot be used. What is in it is never told: it may be a secret. */
export class UnusableFile extends Error {
  override readonly name = 'UnusableFile';
  readonly file: string;
  /** The path of the option that names it. */
  readonly option: string;
  readonly expected: string;
  readonly found: string;

  constructor(file: string, option: string, expected: string, found: string) {
    super(`${file} (${option}): expected ${expected}, found ${found}`);
    this.file = file;
    this.option = option;
    this.expected = expected;
    this.found = found;
  }
}
