/** A dead letter, as far as it has to be known to be sent again. */
export interface Letter {
  /** The name that the config gives the stream it was read from. */
  readonly stream: string;
  /** Why it died. */
  readonly code: string;
  /** What its record is put back with: a record that was read without a key stays with its sequence number. */
  readonly partitionKey: string;
  /** Empty for one that was too large to be kept with its data. */
  readonly data: Buffer;
}

/** What is no dead letter, and why. */
export interface Malformed {
  readonly malformed: string;
}

/** The dead letter that a line, or a record, holds. */
export function letterOf(body: Buffer): Letter | Malformed {
  const value = parsed(body);
  if (!isObject(value)) return { malformed: 'it is not a JSON object' };
  const { stream, sequenceNumber, partitionKey = sequenceNumber, error, data } = value;
  const code = isObject(error) ? error['code'] : undefined;
  if (typeof stream !== 'string') return noText('stream');
  if (typeof partitionKey !== 'string') return noText('partitionKey');
  if (typeof code !== 'string') return noText('error.code');
  if (typeof data !== 'string') return noText('data');
  const bytes = Buffer.from(data, 'base64');
  // Node leaves out what it does not know; such data would not be what was sent.
  if (bytes.toString('base64') !== data) return { malformed: '`data` is not base64' };
  return { stream, code, partitionKey, data: bytes };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

function noText(name: string): Malformed {
  return { malformed: `\`${name}\` is not a string` };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
