/** A peer that did not take part. */
export interface Absent {
  readonly peer: string;
  readonly reason: string;
}

export function absentLine({ peer, reason }: Absent): string {
  return `${peer}: absent: ${reason}`;
}

/** In one line: of a program's last words the last. */
export function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return lines.length === 1 ? String(lines[0]) : `${lines[0]} ${lines.at(-1)}`;
}
