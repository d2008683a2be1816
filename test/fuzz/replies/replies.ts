/** An answer as it came; all of it Latin-1. */
export interface Reply {
  readonly status: number;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Takes a connection's bytes apart into answers, by the letter: what is no answer is an error. */
export class Replies {
  #rest = '';

  push(bytes: string): void {
    this.#rest += bytes;
  }

  /** What is left over when no more comes. */
  get rest(): string {
    return this.#rest;
  }

  /** The next one that is whole. @param isHead whether it is to HEAD, and so without its body */
  take(isHead: boolean): Reply | undefined {
    const end = this.#rest.indexOf('\r\n\r\n');
    if (end < 0) {
      if (this.#rest !== '' && !'HTTP/1.1 '.startsWith(this.#rest.slice(0, 9))) throw new Error('What came is no answer');
      return undefined;
    }
    const { status, headers } = readHead(this.#rest.slice(0, end));
    if (isHead || status < 200 || status === 204 || status === 304) return this.#cut(end + 4, { status, headers, body: '' });
    return this.#withBody(end + 4, status, headers);
  }

  #withBody(start: number, status: number, headers: ReadonlyMap<string, string>): Reply | undefined {
    const length = headers.get('content-length');
    if (length === undefined || !/^\d+$/.test(length)) throw new Error(`An answer ${status} without a length`);
    if (headers.has('transfer-encoding')) throw new Error('An answer with a length and an encoding');
    const behind = start + Number(length);
    if (this.#rest.length < behind) return undefined;
    return this.#cut(behind, { status, headers, body: this.#rest.slice(start, behind) });
  }

  #cut(behind: number, reply: Reply): Reply {
    this.#rest = this.#rest.slice(behind);
    return reply;
  }
}

function readHead(head: string): Omit<Reply, 'body'> {
  const [first = '', ...lines] = head.split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3}) [\x20-\x7e]+$/.exec(first)?.[1];
  if (status === undefined) throw new Error('What came is no answer');
  const headers = new Map<string, string>();
  for (const line of lines) {
    const [, name, value] = /^([a-zA-Z0-9-]+): ([\t\x20-\x7e\x80-\xff]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`A header line that is none: ${JSON.stringify(line)}`);
    if (headers.has(name.toLowerCase())) throw new Error(`Two headers ${name}`);
    headers.set(name.toLowerCase(), value);
  }
  return { status: Number(status), headers };
}
