import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readNamedFile } from '../../../kernel/read-named-file.ts';
import { UnusableFile } from '../../../kernel/unusable-file.ts';

const PEM = '-----BEGIN CERTIFICATE-----';

/** A file of certificates, each of which is valid now. */
export interface CertificateFile {
  readonly text: string;
  readonly certificates: readonly X509Certificate[];
}

/** @throws {UnusableFile} */
export async function readCertificates(file: string, option: string, now: number): Promise<CertificateFile> {
  const text = await readNamedFile(file, option);
  const certificates = text
    .split(PEM)
    .slice(1)
    .map((rest) => parse(`${PEM}${rest}`, file, option));
  if (certificates.length === 0) throw new UnusableFile(file, option, 'certificates as PEM', 'none');
  for (const certificate of certificates) checkDates(certificate, file, option, now);
  return { text, certificates };
}

/** The private key of a certificate. @throws {UnusableFile} */
export async function readKey(file: string, option: string, certificate: X509Certificate): Promise<string> {
  const text = await readNamedFile(file, option);
  let key: KeyObject;
  try {
    key = createPrivateKey(text);
  } catch {
    throw new UnusableFile(file, option, 'a private key as PEM, without a passphrase', 'something else');
  }
  if (!certificate.checkPrivateKey(key))
    throw new UnusableFile(file, option, 'the private key of the certificate', 'another one');
  return text;
}

/** When the first of them expires, in milliseconds since the epoch. */
export function firstExpiry(certificates: readonly X509Certificate[]): number {
  return Math.min(...certificates.map(({ validTo }) => Date.parse(validTo)));
}

function parse(pem: string, file: string, option: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch {
    throw new UnusableFile(file, option, 'certificates as PEM', 'one that cannot be read');
  }
}

function checkDates({ validFrom, validTo }: X509Certificate, file: string, option: string, now: number): void {
  const iso = (text: string): string => new Date(text).toISOString();
  const expected = 'certificates that are valid now';
  if (now > Date.parse(validTo)) throw new UnusableFile(file, option, expected, `one that expired on ${iso(validTo)}`);
  if (now < Date.parse(validFrom)) throw new UnusableFile(file, option, expected, `one that is valid from ${iso(validFrom)} on`);
}
