/** A part of a JSON text, from its first character to behind its last. */
export interface Span {
  readonly kind: 'value' | 'member';
  readonly start: number;
  readonly end: number;
}

export interface SpannedJson {
  readonly text: string;
  readonly spans: readonly Span[];
}

const known = new Map<string, SpannedJson | undefined>();

/** Where the values and members of a JSON text are; undefined for what is not JSON. Bodies come again and again: each is read once. */
export function spansOf(body: string): SpannedJson | undefined {
  if (!known.has(body)) known.set(body, read(body));
  return known.get(body);
}

function read(body: string): SpannedJson | undefined {
  try {
    const writer = new Writer();
    writer.value(JSON.parse(body));
    return writer;
  } catch {
    return undefined;
  }
}

class Writer implements SpannedJson {
  text = '';
  readonly spans: Span[] = [];

  value(value: unknown): void {
    const start = this.text.length;
    if (Array.isArray(value)) this.#list('[', ']', value, (element) => this.value(element));
    else if (typeof value === 'object' && value !== null)
      this.#list('{', '}', Object.entries(value), (member) => this.#member(member));
    else this.text += JSON.stringify(value);
    this.spans.push({ kind: 'value', start, end: this.text.length });
  }

  #member([name, value]: [string, unknown]): void {
    const start = this.text.length;
    this.text += `${JSON.stringify(name)}:`;
    this.value(value);
    this.spans.push({ kind: 'member', start, end: this.text.length });
  }

  #list<T>(open: string, close: string, parts: readonly T[], write: (part: T) => void): void {
    this.text += open;
    for (const [index, part] of parts.entries()) {
      if (index > 0) this.text += ',';
      write(part);
    }
    this.text += close;
  }
}
