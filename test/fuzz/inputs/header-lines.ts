import type { Dice } from './dice.ts';

/** Values that any header may be given, all of which may stand in one by the grammar. */
const ODD: readonly string[] = [
  '',
  '0',
  '-1',
  '1',
  '1.5',
  '1e3',
  '00',
  '0x10',
  '99999999999999999999',
  'NaN',
  'Infinity',
  'null',
  'true',
  ' 5 ',
  '5,6',
  '1;2',
  '\t',

  '\xff\xfe',
  '\xe9t\xe9',
  '\xe2\x82\xac',
  '"',
  '"a',
  "'",
  '\\',
  '%00',
  '%0d%0aset-cookie: a=b',
  '../../etc/passwd',
  '${jndi:ldap://a}',
  '{"a":1}',

  '__proto__',
  'constructor',
  'application/json',
  '*/*',
  'a=b; c=d',
  ',,,',
  ';;;',
  '<script>',
  'a'.repeat(255),
  'a'.repeat(1025),
  '\xff'.repeat(300),
];

const TYPES: readonly string[] = [
  'application/json',
  'APPLICATION/JSON',
  'application/json; charset=utf-8',
  'application/json;charset=utf-16',
  'application/json;;',
  'application/json; a',

  'text/csv',
  'text/csv; header=present',
  'text/libsvm',
  'application/jsonlines',
  'application/x-jsonlines',
  'text/plain',
  'application/x-text',
  'application/list-text',

  'application/octet-stream',
  'application/vnd.sagemaker-triton.binary+json;json-header-size=10',
  'application/vnd.sagemaker-triton.binary+json;json-header-size=-1',

  'application/x-recordio-protobuf',
  'application/x-npy',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'not a type',

  '/',
  'a/',
  '/b',
  'a/b/c',
  '*/*',
  'application/json, text/csv',
  'text/csv; charset="\\"',
  'application/json; charset="unterminated',
  'application/json;'.repeat(40),
];

const KNOWN: readonly string[] = [
  'X-Amzn-SageMaker-Custom-Attributes',
  'X-Amzn-SageMaker-Target-Model',
  'X-Amzn-SageMaker-Target-Variant',
  'X-Amzn-SageMaker-Target-Container-Hostname',

  'X-Amzn-SageMaker-Inference-Id',
  'X-Amzn-SageMaker-Enable-Explanations',
  'X-Amzn-SageMaker-Inference-Component',
  'X-Amzn-SageMaker-Session-Id',

  'Inference-Header-Content-Length',
  'Accept',
  'Accept-Encoding',
  'Content-Encoding',
  'X-Tenant',
  'X-Request-Id',
  'Traceparent',
  'Cookie',
  'Origin',
  'Referer',

  'X-Forwarded-For',
  'Forwarded',
  'X-Forwarded-Host',
  'X-HTTP-Method-Override',
  'Range',
  'If-None-Match',
  'If-Modified-Since',
  'Content-MD5',
  'X-Amz-Target',

  '__proto__',
  'constructor',
  'toString',
  'x-tidegate-hop',
  'x-tidegate-unknown',
  'Accept-Version',
  'TE',
  'Via',
  'Date',
  'Content-Range',
  'Last-Event-ID',
];

const OWN = ['x-tidegate-timeout-ms', 'x-tidegate-max-wait-ms', 'x-tidegate-priority'];
/** Time that every answer is back in, or none at all that counts. */
const OWN_VALUES = [
  '0',
  '1',
  '30000',
  '86400000',
  '86400001',
  '-1',
  '1e3',
  '1.5',
  '0.0',
  '3',
  '5',
  '999999',
  '1000000',
  ' 7 ',
  '0x1',
  '1,1',
];

/** A content type that may be anything; undefined for none. */
export function oddType(dice: Dice): string | undefined {
  return dice.chance(0.05) ? undefined : dice.pick(dice.chance(0.8) ? TYPES : ODD);
}

/** Header lines of all kinds, each of which may stand in a request by the grammar and leaves its framing as it is. */
export function oddHeaders(dice: Dice): string {
  let lines = '';
  for (let left = dice.below(4); left > 0; left -= 1) lines += oddHeader(dice);
  if (dice.chance(0.01)) lines += 'X-Many: 1\r\n'.repeat(dice.below(700));
  if (dice.chance(0.01)) lines += `X-Long: ${'y'.repeat(dice.below(8000))}\r\n`;
  return lines;
}

function oddHeader(dice: Dice): string {
  const roll = dice.below(10);
  if (roll < 2) return `${dice.pick(OWN)}: ${dice.pick(dice.chance(0.8) ? OWN_VALUES : ODD)}\r\n`;
  const value = dice.chance(0.9) ? dice.pick(ODD) : `${dice.below(1e9)}`;
  if (roll < 9) return `${dice.pick(KNOWN)}:${dice.chance(0.9) ? ' ' : ''}${value}\r\n`;
  return `X-${'n'.repeat(1 + dice.below(40))}: ${value}\r\n`;
}
