/** What a person wrote that cannot be read: what was expected, what is there, and where. */
export class ParseError extends Error {
  override readonly name = 'ParseError';
  /** In characters, from 1. */
  readonly column: number;

  constructor(expected: string, found: string, column: number) {
    super(`Expected ${expected} at column ${column}, found ${found}.`);
    this.column = column;
  }
}

/** A place in a text that moves on as the text is read. */
export class TextCursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The code unit here; '' at the end. */
  get next(): string {
    return this.text.charAt(this.at);
  }

  /** Steps over these characters, where they are next. */
  takes(characters: string): boolean {
    if (!this.text.startsWith(characters, this.at)) return false;
    this.at += characters.length;
    return true;
  }

  /** Steps over what a sticky pattern matches here; undefined where it does not. */
  match(sticky: RegExp): string | undefined {
    sticky.lastIndex = this.at;
    const found = sticky.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  /** @throws {ParseError} where these characters are not next */
  need(characters: string, expected = `"${characters}"`): void {
    if (!this.takes(characters)) this.fail(expected);
  }

  /** @throws {ParseError} always */
  fail(expected: string, at = this.at): never {
    const word = /[\w+-]+(?:\.\w+)*|./suy;
    word.lastIndex = at;
    const found = word.exec(this.text)?.[0];
    throw new ParseError(
      expected,
      found === undefined ? 'the end' : shortened(found),
      Array.from(this.text.slice(0, at)).length + 1,
    );
  }
}

/** A text in quotes, cut where it is long. */
export function shortened(text: string): string {
  return JSON.stringify(text.length > 20 ? `${text.slice(0, 20)}…` : text);
}
