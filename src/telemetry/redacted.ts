/** What looks like credentials, wherever it stands in a text: an authorization header, a signature, a URL with a password. */
const SECRETS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/\b(Bearer|Basic) [^\s"',;]{1,8192}/gi, '$1 …'],
  [/\b(Credential|Signature|X-Amz-Security-Token|X-Amz-Signature)(=|: ?)[^\s"',;&]{1,8192}/gi, '$1$2…'],
  [/:\/\/[^\s/@"']{1,1024}@/g, '://…@'],
];

/** Nothing of a line is longer: neither a payload nor a page of an error that quotes one. */
const LONGEST = 4096;

/** A text without credentials. The last resort: none is meant to come this far. */
export function redacted(text: string): string {
  let clean = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  for (const [pattern, instead] of SECRETS) clean = clean.replaceAll(pattern, instead);
  return clean;
}

/** An error as it may be logged: what it is and where it came from, and none of its further fields, which hold requests and answers. */
export function errorFields(thrown: unknown): Readonly<Record<string, unknown>> {
  if (!(thrown instanceof Error)) return { type: typeof thrown };
  const { name, message, stack = '', cause } = thrown;
  // A parser's message quotes what it could not read: a payload.
  const said = thrown instanceof SyntaxError ? 'something could not be parsed' : redacted(message);
  const code = 'code' in thrown && typeof thrown.code === 'string' ? { code: thrown.code } : {};
  const frames = stack.split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    type: name,
    message: said,
    ...code,
    stack: frames.join('\n'),
    ...(cause === undefined ? {} : { cause: errorFields(cause) }),
  };
}
