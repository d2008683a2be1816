import { parser } from '@prometheus-io/lezer-promql';

/** One metric that a query asks for. */
export interface Asked {
  readonly metric: string;
  /** Labels that are matched on, and those by which it is then summed or joined. */
  readonly labels: readonly string[];
}

type Tree = ReturnType<typeof parser.parse>;
type SyntaxNode = Tree['topNode'];

/** What a query in PromQL asks for. @throws {SyntaxError} for what is none */
export function askedBy(query: string): readonly Asked[] {
  const expr = query.replaceAll('$__rate_interval', '5m');
  const tree = parser.parse(expr);
  const asked: Asked[] = [];
  tree.iterate({
    enter(node) {
      if (node.type.isError) throw new SyntaxError(`Not PromQL at ${node.from}: ${expr}`);
      if (node.name === 'VectorSelector') asked.push(selected(node.node, expr));
    },
  });
  return asked;
}

function selected(selector: SyntaxNode, expr: string): Asked {
  const metric = textsOf(selector, 'Identifier', expr)[0] ?? '';
  const matched = textsOf(selector, 'LabelName', expr);
  const grouped: string[] = [];
  for (let outer = selector.parent; outer !== null; outer = outer.parent) {
    if (outer.name === 'BinaryExpr') break;
    const modifier = outer.getChild('AggregateModifier');
    if (outer.name === 'AggregateExpr' && modifier?.getChild('By')) grouped.push(...textsOf(modifier, 'LabelName', expr));
  }
  return { metric, labels: [...new Set([...matched, ...grouped])] };
}

function textsOf(node: SyntaxNode, name: string, expr: string): readonly string[] {
  const texts: string[] = [];
  node.cursor().iterate((inner) => {
    if (inner.name === name && inner.from >= node.from && inner.to <= node.to) texts.push(expr.slice(inner.from, inner.to));
  });
  return texts;
}
