import type { Headers } from '../../kernel/headers.ts';

/**
 * The bare name of an AWS error, by the AWS restJson1 rule: the `x-amzn-errortype` header, else the body's `code`, else its
 * `__type`; without the namespace before `#` and the URI after `:`.
 * @returns undefined when the reply names no error.
 */
export function errorType(headers: Headers, body: Buffer): string | undefined {
  const named = headers['x-amzn-errortype'] ?? typeInBody(body);
  const bare = named?.split(/[:,]/, 1)[0]?.split('#').at(-1)?.trim();
  return bare === undefined ? undefined : knownForm(bare);
}

/** What is a name, or `UnknownError`: it is sent as a header, which not every text can be. */
export function knownForm(name: string): string {
  return /^[\w.-]{1,128}$/.test(name) ? name : 'UnknownError';
}

function typeInBody(body: Buffer): string | undefined {
  const error = new Map<string, unknown>(Object.entries(parsed(body)));
  return ['code', 'Code', '__type'].map((key) => error.get(key)).find((value) => typeof value === 'string');
}

function parsed(body: Buffer): object {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
