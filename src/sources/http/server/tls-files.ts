import { constants } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import type { TlsOptions } from '../options.ts';
import { firstExpiry, readCertificates, readKey } from './read-certificates.ts';

type Renewed = (context: SecureContextOptions) => void;

interface Files {
  readonly cert: string;
  readonly key: string;
  readonly ca: string | undefined;
  readonly expiresAt: number;
}

/** Certificate, key and authorities of one server, as their files have them now. */
export class TlsFiles {
  readonly options: TlsOptions;
  readonly #option: string;
  readonly #wallNow: () => number;
  readonly #renewed: Renewed[] = [];
  #files: Files;

  private constructor(options: TlsOptions, option: string, wallNow: () => number, files: Files) {
    this.options = options;
    this.#option = option;
    this.#wallNow = wallNow;
    this.#files = files;
  }

  /** @param option where the config has them, for error messages @throws {UnusableFile} */
  static async open(options: TlsOptions, option: string, wallNow: () => number): Promise<TlsFiles> {
    return new TlsFiles(options, option, wallNow, await readFiles(options, option, wallNow()));
  }

  /** What servers are made with. */
  get context(): SecureContextOptions {
    const { cert, key, ca } = this.#files;
    return {
      cert,
      key,
      ...(ca === undefined ? {} : { ca }),
      minVersion: this.options.minVersion,
      // Who resumes a session shows no certificate: it might have expired since, or never have been good.
      ...(this.options.clientAuth === 'required' ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
    };
  }

  /** When the own certificate, or one above it that is in its file, expires; in milliseconds since the epoch. */
  get expiresAt(): number {
    return this.#files.expiresAt;
  }

  /** Called with every context that takes the place of the one before. */
  onRenewal(renewed: Renewed): void {
    this.#renewed.push(renewed);
  }

  /** Reads the files again; connections that come from then on get what is in them. @throws {UnusableFile} and changes nothing */
  async reload(): Promise<void> {
    const files = await readFiles(this.options, this.#option, this.#wallNow());
    const { cert, key, ca } = this.#files;
    if (files.cert === cert && files.key === key && files.ca === ca) return;
    this.#files = files;
    for (const renewed of this.#renewed) renewed(this.context);
  }
}

async function readFiles({ certFile, keyFile, caFile }: TlsOptions, option: string, now: number): Promise<Files> {
  const { text: cert, certificates } = await readCertificates(certFile, `${option}.certFile`, now);
  const [own] = certificates;
  if (own === undefined) throw new Error('Expected a certificate');
  const key = await readKey(keyFile, `${option}.keyFile`, own);
  const ca = caFile === undefined ? undefined : (await readCertificates(caFile, `${option}.caFile`, now)).text;
  return { cert, key, ca, expiresAt: firstExpiry(certificates) };
}
