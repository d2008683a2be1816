import { type Asked, REQUESTS } from '../../conformance/requests.ts';

/** A valid request to a codec. */
export interface Sample {
  readonly contract: string;
  readonly contentType: string;
  readonly accept: string;
  /** Latin-1: a character a byte. */
  readonly body: string;
  /** What the model says to it alone; undefined where nobody has asked. */
  readonly answer?: string;
}

const VARIANTS = 6;

/** Requests of every contract, in all the forms that its container takes. */
export function samplesOfAll(): Sample[] {
  return Object.entries(REQUESTS).flatMap(([contract, requests]) =>
    Array.from({ length: VARIANTS }, (_, index) => requests(`amber ${index}`, 10 + index))
      .flat()
      .map((asked) => sampleOf(contract, asked)),
  );
}

function sampleOf(contract: string, { contentType, accept, body }: Asked): Sample {
  return { contract, contentType, accept: accept ?? '*/*', body: Buffer.from(body).toString('latin1') };
}
