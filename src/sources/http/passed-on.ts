import type { Headers } from '../../kernel/headers.ts';

/** Of a model's answer, what SageMaker passes on, and what says how to read the body. */
const PASSED_ON =
  /^(content-type|content-encoding|inference-header-content-length|x-amzn-invoked-production-variant|x-amzn-sagemaker-.*)$/;

/** What Node lets into a header; a model may have sent what it would throw at. */
const SENDABLE = /^[\t\x20-\x7e\x80-\xff]*$/;

type Fields = readonly (readonly [name: string, value: string])[];

/** Chooses what of a model's headers its callers get. The answers to one call share their headers and follow each other, so the last choice is kept. */
export class PassedOn {
  #headers: Headers | undefined;
  #fields: Fields = [];

  of(headers: Headers): Fields {
    if (headers === this.#headers) return this.#fields;
    this.#headers = headers;
    this.#fields = Object.entries(headers).filter(([name, value]) => PASSED_ON.test(name) && SENDABLE.test(value));
    return this.#fields;
  }
}
