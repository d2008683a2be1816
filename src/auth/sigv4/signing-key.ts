import { createHmac } from 'node:crypto';
import type { SignedBy } from './signed-by.ts';

/** Days and regions whose keys are remembered; who tries many without the secret only makes us derive them again. */
const MOST = 32;

type Scope = Pick<SignedBy, 'day' | 'region' | 'service'>;

/** A secret access key, and the keys derived from it for a day, a region and a service. */
export class SigningKey {
  readonly #secret: string;
  readonly #derived = new Map<string, Buffer>();

  constructor(secret: string) {
    this.#secret = secret;
  }

  /** The signature of a text. */
  sign(scope: Scope, text: string): Buffer {
    return hmac(this.#keyFor(scope), text);
  }

  #keyFor({ day, region, service }: Scope): Buffer {
    const name = `${day}/${region}/${service}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const ofDay = hmac(Buffer.from(`AWS4${this.#secret}`), day);
    const key = hmac(hmac(hmac(ofDay, region), service), 'aws4_request');
    if (this.#derived.size >= MOST) this.#derived.clear();
    this.#derived.set(name, key);
    return key;
  }
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
