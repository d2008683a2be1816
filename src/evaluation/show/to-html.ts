import type { Evaluation } from '../evaluation.ts';
import { classTables } from './html/classes.ts';
import { confusionTables } from './html/confusions.ts';
import { escaped } from './html/escaped.ts';
import { figures } from './html/figures.ts';
import { items } from './html/items.ts';
import { STYLE } from './html/style.ts';
import { systemList } from './html/system-key.ts';
import { legend, summary } from './summary.ts';

/** A page to look at, which needs nothing from elsewhere: figures with their intervals, classes, and the items that went worst. */
export function toHtml(evaluation: Evaluation): string {
  const { systems } = evaluation;
  const title = `Evaluation of ${systems.length > 2 ? `${systems.length} systems` : systems.join(' and ')}`;
  const paragraphs = (lines: readonly string[]): string => lines.map((line) => `<p>${escaped(line)}</p>`).join('\n');
  const body = [
    `<h1>${escaped(title)}</h1>`,
    paragraphs(summary(evaluation)),
    systems.length > 1 ? systemList(systems) : '',
    figures(evaluation),
    paragraphs(legend(evaluation)),
    classTables(evaluation),
    confusionTables(evaluation),
    items(evaluation),
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body.filter((part) => part !== '').join('\n')}
</main>
</body>
</html>
`;
}
