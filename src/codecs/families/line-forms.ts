import type { Form } from '../family.ts';
import type { ReplyForm } from '../port.ts';
import { jsonLines, type KindOfRows, numberRows } from '../rows/kinds.ts';
import { RowsRequest } from '../rows/request.ts';
import { CSV, JSON_LINES } from './content-types.ts';

interface LineForm {
  readonly reply: ReplyForm;
  /** Of the reply, for docs/codecs.md. */
  readonly says: string;
  readonly kindOf?: KindOfRows;
  readonly maxItems: number | undefined;
}

export function jsonLinesForm({ reply, says, kindOf = jsonLines, maxItems }: LineForm): Form {
  return {
    contentTypes: JSON_LINES,
    doc: { request: 'JSON lines; a line an item', reply: says, cost: 'lines' },
    request: new RowsRequest({ name: 'lines', quoted: false, header: 'none', bare: 'no', reply, kindOf }, maxItems),
  };
}

export function csvForm({ reply, says, kindOf = numberRows, maxItems }: LineForm): Form {
  return {
    contentTypes: CSV,
    doc: { request: 'CSV without a header; a row an item', reply: says, cost: 'rows' },
    request: new RowsRequest({ name: 'csv', quoted: false, header: 'none', bare: 'no', reply, kindOf }, maxItems),
  };
}
