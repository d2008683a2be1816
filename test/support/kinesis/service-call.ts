import type { IncomingHttpHeaders } from 'node:http';

/** A call of an AWS service by its JSON protocol, and what of it a proxy looks at. */
export interface ServiceCall {
  /** As in `x-amz-target`, without the service. */
  readonly operation: string;
  /** The stream or table that it names itself. */
  readonly name: string | undefined;
  readonly input: Readonly<Record<string, unknown>>;
  /** When it was signed by the caller's wall clock, in milliseconds since the Unix epoch; NaN where it does not say. */
  readonly signedAt: number;
}

export function serviceCall(headers: IncomingHttpHeaders, body: Buffer): ServiceCall {
  const input = jsonObject(body);
  const operation = String(headers['x-amz-target']).split('.').at(-1) ?? '';
  return { operation, name: nameIn(input), input, signedAt: timeOf(String(headers['x-amz-date'])) };
}

/** The object in a JSON body; an empty one, where there is none. */
export function jsonObject(body: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

/** The text of a member, where it is one. */
export function textIn(input: Readonly<Record<string, unknown>>, member: string): string | undefined {
  const value = input[member];
  return typeof value === 'string' ? value : undefined;
}

export function listIn(input: Readonly<Record<string, unknown>>, member: string): readonly Record<string, unknown>[] {
  const value = input[member];
  return Array.isArray(value) ? value : [];
}

/** Of a time such as 20261127T080000Z. */
function timeOf(basic: string): number {
  return Date.parse(basic.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\dZ)$/, '$1-$2-$3:$4:$5'));
}

function nameIn(input: Readonly<Record<string, unknown>>): string | undefined {
  return textIn(input, 'StreamName') ?? textIn(input, 'TableName') ?? textIn(input, 'StreamARN')?.split('/').at(-1);
}

/** A reply to pass on or to make up. */
export interface ServiceReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

export function errorReply(code: string, message: string, status = 400): ServiceReply {
  return jsonReply({ __type: code, message }, status);
}

export function jsonReply(value: unknown, status = 200): ServiceReply {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: Buffer.from(JSON.stringify(value)),
  };
}
