import type { MarkdownDocument } from './documents.ts';
import { type Fence, fencesOf } from './fences.ts';

/** A command that a document tells its reader to run. */
export interface Command {
  readonly line: number;
  /** As a shell takes it, with what is continued on the next lines. */
  readonly text: string;
  /** What it says that it needs, or takes: `needs AWS`. It is run by the test where it says nothing. */
  readonly mark: string | undefined;
  /** What the document says that it prints. */
  readonly prints: string | undefined;
}

/**
 * What may keep a command from being run by the test. It stands in a comment, for the reader to see: behind the command, or on a line
 * of its own before those that it is about.
 */
export const MARKS = [
  'needs AWS',
  'needs Kubernetes',
  'needs Docker',
  'needs Podman',
  'needs root',
  'needs systemd',
  'needs boto3',
  'needs the AWS CLI',
  'needs Go',
  'needs Java',
  'needs jq',
  'needs Prometheus',
  'needs a certificate',
  'takes minutes',
  'asks first',
] as const;

export function commandsOf({ text }: MarkdownDocument): readonly Command[] {
  return fencesOf(text).flatMap((fence) => {
    if (fence.language === 'sh') return ofScript(fence);
    return fence.language === 'console' ? ofTerminal(fence) : [];
  });
}

/** Commands line by line; the last one prints the block that follows at once. */
function ofScript(fence: Fence): readonly Command[] {
  let above: string | undefined;
  const commands = logicalLines(fence.lines).flatMap(([at, text]): readonly Command[] => {
    if (/^\s*#/.test(text)) above = markIn(text) ?? above;
    return /^\s*(#|$)/.test(text) ? [] : [commandIn(fence.line + at, text, above)];
  });
  const last = commands.at(-1);
  if (last === undefined || fence.next === undefined || !['json', 'text'].includes(fence.next.language)) return commands;
  return [...commands.slice(0, -1), { ...last, prints: fence.next.lines.join('\n') }];
}

/** Commands behind `$ `, each with what it prints. */
function ofTerminal(fence: Fence): readonly Command[] {
  const starts = logicalLines(fence.lines).filter(([, text]) => text.startsWith('$ '));
  return starts.map(([at, text], index) => {
    const printed = fence.lines.slice(at + 1, starts[index + 1]?.[0]).join('\n');
    return { ...commandIn(fence.line + at, text.slice(2), undefined), prints: printed === '' ? undefined : printed };
  });
}

/** Lines with those that continue them, by the index of their first. */
function logicalLines(lines: readonly string[]): readonly (readonly [at: number, text: string])[] {
  const starts = lines.flatMap((_, index) => (lines[index - 1]?.endsWith('\\') === true ? [] : [index]));
  return starts.map((at, index) => [
    at,
    lines
      .slice(at, starts[index + 1])
      .join('\n')
      .replaceAll(/\\\n\s*/g, ''),
  ]);
}

function commandIn(line: number, text: string, above: string | undefined): Command {
  const [, command = '', comment = ''] = /^((?:'[^']*'|"(?:[^"\\]|\\.)*"|[^'"])*?)(\s#.*)?$/.exec(text) ?? [];
  return { line, text: command.trim(), mark: markIn(comment) ?? above, prints: undefined };
}

function markIn(comment: string): string | undefined {
  return MARKS.find((mark) => comment.includes(mark));
}
