/** A command of a README, as a shell reads it. */
export interface ReadmeCommand {
  readonly line: string;
  readonly env: Readonly<Record<string, string>>;
  readonly words: readonly string[];
  /** What the README says that it prints: the fenced `text` behind its fence, where that follows at once and it is the last there. */
  readonly prints: string | undefined;
}

/** The commands in the fences marked `sh`, in their order. */
export function commandsOf(readme: string): readonly ReadmeCommand[] {
  const fences = [...readme.matchAll(/^```sh\n([\s\S]*?)^```\n(?:\n```text\n([\s\S]*?)^```\n)?/gm)];
  return fences.flatMap(([, text = '', prints]) => {
    const lines = text
      .replaceAll(/\\\n\s*/g, '')
      .trimEnd()
      .split('\n');
    return lines.map((line, index) => ({ ...parsed(line), line, prints: index === lines.length - 1 ? prints : undefined }));
  });
}

function parsed(line: string): Pick<ReadmeCommand, 'env' | 'words'> {
  const words = wordsOf(line);
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word));
  const settings = words.slice(0, first).map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]);
  return { env: Object.fromEntries(settings) as Record<string, string>, words: words.slice(first) };
}

/**
 * Words between spaces; quotes, of either kind, keep what is in them. Nothing else of a shell's is understood, so nothing else may be
 * there: a dollar in double quotes, which shells read in different ways, has a backslash. @throws {Error} where there is
 */
export function wordsOf(line: string): readonly string[] {
  const words = [...line.matchAll(/(?:"(?:[^"\\`$]|\\\$)*"|'[^']*'|[^\s"'\\`$|<>;&*?])+/g)].map(([word]) => word);
  if (words.join('') !== line.replaceAll(/("[^"]*"|'[^']*')|\s+/g, (_, quoted: string | undefined) => quoted ?? ''))
    throw new Error(`Not a plain command: ${line}`);
  return words.map((word) =>
    word.replaceAll(
      /"([^"]*)"|'([^']*)'/g,
      (_, double?: string, single?: string) => double?.replaceAll('\\$', '$') ?? single ?? '',
    ),
  );
}
