import { escaped } from './escaped.ts';

/** A table that scrolls by itself where it is too wide, by keyboard too. @param head and @param body are HTML */
export function table(caption: string, head: string, body: string): string {
  const label = escaped(caption);
  return `<div class="scroll" role="region" aria-label="${label}" tabindex="0"><table>
<caption>${label}</caption>
<thead>${head}</thead>
${body}
</table></div>`;
}

export function columnHeads(names: readonly string[], kind = ''): string {
  return names.map((name) => `<th scope="col"${kind === '' ? '' : ` class="${kind}"`}>${escaped(name)}</th>`).join('');
}
