/** Part of a body on one line: what is no printable character is shown as JSON would write it, what is cut off as "…". */
export function excerpt(body: Buffer, length: number, from = 0): string {
  const start = Math.max(0, from);
  const end = Math.min(body.length, start + length);
  const text = JSON.stringify(body.toString('utf8', start, end))
    .slice(1, -1)
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\');
  return `${start > 0 ? '…' : ''}${text}${end < body.length ? '…' : ''}`;
}
