/** All that a command knows of the process it runs in. Only main.ts has the real one. */
export interface CliContext {
  /** Without the program's own name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly version: string;
  /** For data. */
  readonly stdout: Output;
  /** For everything that is said about the work. */
  readonly stderr: Output;
  /** The next line that somebody types; undefined where nobody can be asked. An end of the input is an empty line. */
  readonly answer: (() => Promise<string>) | undefined;
  /**
   * Resolves when the process is asked to stop. From this call on signals no longer end it by themselves; the second one,
   * though, ends it at once.
   */
  stopAsked(): Promise<void>;
  /** Calls `reload` each time that the process is asked to read its config again (SIGHUP). */
  onReloadAsked(reload: () => void): void;
}

export interface Output {
  write(text: string): void;
  /** Whether people look at it as it is written. */
  readonly isTTY?: boolean | undefined;
  /** Of the terminal. */
  readonly columns?: number | undefined;
}
