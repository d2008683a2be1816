import type { Dice } from './dice.ts';

/** Tokens of a gateway that asks for them. */
export const CALLER = 'caller-0123456789abcdef';
export const OPERATOR = 'operator-0123456789abcdef';
/** What the caller's token is good for, beside the default endpoint. */
export const CALLERS_ENDPOINTS: readonly string[] = ['echo', 'real-kserve-v1', 'sim-kserve-v2'];

const SCOPE = 'AKIDFUZZ/20260101/us-east-1/sagemaker/aws4_request';

const BAD: readonly string[] = [
  '',
  'Authorization:\r\n',
  'Authorization: Bearer\r\n',
  'Authorization: Bearer \r\n',
  `Authorization: Bearer ${CALLER}x\r\n`,
  `Authorization: bearer,${CALLER}\r\n`,

  `Authorization: Bearer ${CALLER.slice(0, -1)}\r\n`,
  `Authorization: Bearer ${OPERATOR.toUpperCase()}\r\n`,
  `Authorization: Bearer ${'t'.repeat(4000)}\r\n`,
  `Authorization: ${CALLER}\r\n`,

  `X-Authorization: Bearer ${OPERATOR}\r\n`,
  'Authorization: Bearer \xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\xff\xfe\xfd\xfc\r\n',
  'Authorization: Basic !!!\r\n',
  'Authorization: Negotiate YQ==\r\n',

  'Authorization: AWS4-HMAC-SHA256\r\n',
  `Authorization: AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host, Signature=00\r\n`,
  'Authorization: AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=\r\n',

  `Authorization: AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=host;x-amz-date, Signature=${'0'.repeat(64)}\r\nX-Amz-Date: 20260101T000000Z\r\n`,

  `Authorization: AWS4-HMAC-SHA256 Credential=${SCOPE}, SignedHeaders=${'a;'.repeat(500)}, Signature=${'f'.repeat(64)}\r\nX-Amz-Date: 99999999T999999Z\r\n`,

  `Authorization: AWS4-HMAC-SHA256 Credential=${SCOPE.replace('FUZZ', 'NOBODY')}, SignedHeaders=host;x-amz-date;content-type, Signature=${'a'.repeat(64)}\r\nX-Amz-Date: x\r\n`,

  'Authorization: AWS4-HMAC-SHA256 Credential=__proto__/constructor/a/b/c, SignedHeaders=__proto__, Signature=x, Credential=y\r\n',
];

export interface Credentials {
  /** Header lines. */
  readonly lines: string;
  /** Endpoints that they are good for. */
  readonly covers: (endpoint: string) => boolean;
  readonly isOperator: boolean;
}

export const NOT_ASKED: Credentials = { lines: '', covers: () => true, isOperator: true };

export function badCredentials(dice: Dice): Credentials {
  return { lines: dice.pick(BAD), covers: () => false, isOperator: false };
}

export function anyCredentials(dice: Dice): Credentials {
  const roll = dice.below(10);
  if (roll < 4) return { lines: `Authorization: Bearer ${OPERATOR}\r\n`, covers: () => true, isOperator: true };
  if (roll < 7) {
    const covers = (endpoint: string): boolean => CALLERS_ENDPOINTS.includes(endpoint);
    return { lines: `Authorization: Bearer ${CALLER}\r\n`, covers, isOperator: false };
  }
  return badCredentials(dice);
}
