/** A fenced block. */
export interface Fence {
  /** Of its first line inside, counted from 1. */
  readonly line: number;
  readonly language: string;
  /** Without the indent of its fence. */
  readonly lines: readonly string[];
  /** The block that follows it with nothing but a blank line between. */
  readonly next: Fence | undefined;
}

export function fencesOf(markdown: string): readonly Fence[] {
  const lines = markdown.split('\n');
  const found: Omit<Fence, 'next'>[] = [];
  for (let at = 0; at < lines.length; at += 1) {
    const [, indent, language] = /^( *)```(\S*)/.exec(lines[at] ?? '') ?? [];
    if (indent === undefined || language === undefined) continue;
    const end = lines.indexOf(`${indent}\`\`\``, at + 1);
    found.push({ line: at + 2, language, lines: lines.slice(at + 1, end).map((line) => line.slice(indent.length)) });
    at = end;
  }
  return found.reduceRight<readonly Fence[]>((later, fence) => {
    const [next] = later;
    const close = fence.line + fence.lines.length;
    return [
      { ...fence, next: next !== undefined && next.line <= close + 3 && isBlank(lines[close]) ? next : undefined },
      ...later,
    ];
  }, []);
}

function isBlank(line: string | undefined): boolean {
  return line?.trim() === '';
}
