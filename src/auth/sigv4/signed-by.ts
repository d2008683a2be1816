/** What an `authorization: AWS4-HMAC-SHA256 …` header says. */
export interface SignedBy {
  readonly accessKeyId: string;
  /** The day that the key was derived for, as yyyymmdd. */
  readonly day: string;
  readonly region: string;
  readonly service: string;
  /** In lower case, in order, each once. */
  readonly signedHeaders: readonly string[];
  readonly signature: Buffer;
}

const SIGNATURE = /^[0-9a-f]{64}$/;
const DAY = /^\d{8}$/;

/** @param text what follows the scheme; undefined for what is incomplete */
export function parseSignedBy(text: string): SignedBy | undefined {
  const fields = new Map<string, string>();
  for (const part of text.split(',')) {
    const equals = part.indexOf('=');
    const name = part.slice(0, Math.max(0, equals)).trim();
    if (fields.has(name)) return undefined;
    fields.set(name, part.slice(equals + 1).trim());
  }
  const credential = fields.get('Credential')?.split('/') ?? [];
  const [accessKeyId, day, region, service, end] = credential;
  const signedHeaders = fields.get('SignedHeaders')?.split(';') ?? [];
  const signature = fields.get('Signature') ?? '';
  if (credential.length !== 5 || end !== 'aws4_request' || !SIGNATURE.test(signature) || !areInOrder(signedHeaders))
    return undefined;
  if (!accessKeyId || day === undefined || !DAY.test(day) || !region || !service) return undefined;
  return { accessKeyId, day, region, service, signedHeaders, signature: Buffer.from(signature, 'hex') };
}

/** As the algorithm wants them; so none stands twice. */
function areInOrder(names: readonly string[]): boolean {
  return names.length > 0 && names.every((name, index) => name !== '' && (index === 0 || name > (names[index - 1] ?? '')));
}
