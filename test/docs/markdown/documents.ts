import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../cli/tidegate.ts';

/** A Markdown document of the checkout, by its path in it. */
export interface MarkdownDocument {
  readonly path: string;
  readonly text: string;
}

/** All that a user may read, and what is for those who work on the code. */
export function documents(): readonly MarkdownDocument[] {
  const below = ['docs', 'examples', 'deploy', 'bench'].flatMap((folder) =>
    readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.md') && !file.includes('node_modules'))
      .map((file) => path.posix.join(folder, file))
      .toSorted(),
  );
  return ['README.md', 'CHANGELOG.md', ...below].map(documentAt);
}

export function documentAt(file: string): MarkdownDocument {
  return { path: file, text: readFileSync(path.join(ROOT, file), 'utf8') };
}
