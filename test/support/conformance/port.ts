import type { IncomingHttpHeaders } from 'node:http';

/** What a container was asked. */
export interface Question {
  /** As sent, '' when absent. */
  readonly contentType: string;
  /** As sent, '' when absent. */
  readonly accept: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Says how many items the request held, as soon as that is known. */
  readonly holds: (items: number) => void;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a container for what the real one would not answer; the container says what that looks like. */
export class Refusal extends Error {
  readonly status: number;
  /** The container's own name for the fault, where its errors have one. */
  readonly kind: string;

  constructor(message: string, status = 400, kind = '') {
    super(message);
    this.status = status;
    this.kind = kind;
  }
}

/** One model container: how it answers, and how it words what it refuses. */
export interface Container {
  readonly answer: (question: Question) => Reply;
  readonly refuse: (refusal: Refusal) => Reply;
}

export function reply(contentType: string, body: string | Buffer, status = 200): Reply {
  return { status, contentType, body };
}

/** The media type of a header, without its parameters. */
export function mediaType(header: string): string {
  return (header.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Python's `body.decode("utf-8")`. */
export function decodeUtf8(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw new Refusal("'utf-8' codec can't decode byte: invalid start byte");
  }
}
