import type { Dice } from './dice.ts';
import { mutateBytes } from './mutate-bytes.ts';

/** What may be done to whole requests, so that nobody knows any more where they end. */
interface Broken {
  readonly kind: string;
  readonly bytes: string;
  /** Where the answer is known. */
  readonly statuses?: readonly number[];
}

/** `base` and `other` are requests by the grammar. */
type Break = (base: string, other: string, dice: Dice) => Broken;

const GET = 'GET /ping HTTP/1.1\r\n';
const POST = 'POST /invocations HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

const mutated: Break = (base, other, dice) => ({ kind: 'mutated bytes', bytes: mutateBytes(base, dice, other) });
const half: Break = (base, _, dice) => ({ kind: 'half a request', bytes: base.slice(0, dice.below(base.length)) });
const randomBytes: Break = (_base, _other, dice) => ({ kind: 'random bytes', bytes: dice.bytes(1 + dice.below(600)) });
const afterMethod: Break = (_base, _other, dice) => ({
  kind: 'random bytes',
  bytes:
    dice.pick(['GET ', 'POST /', GET, `${GET}Host: a\r\n`, POST, `${POST}Transfer-Encoding: chunked\r\n\r\n`]) +
    dice.bytes(1 + dice.below(200)),
});
const several: Break = (base, other, dice) => ({
  kind: 'requests without waiting',
  bytes: base + other + base.slice(0, dice.chance(0.5) ? dice.below(base.length) : base.length),
});
const inHead: Break = (base, other, dice) => {
  const end = base.indexOf('\r\n\r\n');
  return { kind: 'mutated head', bytes: mutateBytes(base.slice(0, end), dice, other) + base.slice(end) };
};
const wrongLength: Break = (base, other, dice) => {
  const length = dice.pick([
    '0',
    '1',
    '3',
    '99',
    '100000',
    '99999999',
    '9999999999999999999999',
    '-1',
    '+5',
    '0x10',
    '1e2',
    '5, 5',
    '5 5',
    '',
    ' ',
    '٣',
    'NaN',
    '5\r\nContent-Length: 6',
  ]);
  return {
    kind: 'wrong length',
    bytes: base.replace(/Content-Length: \d+/, `Content-Length: ${length}`) + (dice.chance(0.3) ? other : ''),
  };
};
const oddChunks: Break = (_, other, dice) => {
  const size = dice.pick([
    '0',
    '5',
    '05',
    '-5',
    '+5',
    '0x5',
    '5g',
    '5 ',
    ' 5',
    '',
    'ffffffff',
    'ffffffffffffffff',
    '10000000000000000',
    '5;',
    '5;a="',
    `5;${'e'.repeat(17_000)}`,
    '5\t',
  ]);
  const body = dice.pick(['hello', '{"a"', 'hello more than that', '']);
  const end = dice.pick([
    '0\r\n\r\n',
    '0\r\nContent-Length: 5\r\n\r\n',
    '0\r\nTransfer-Encoding: chunked\r\n\r\n',
    '0\r\nbad trailer\r\n\r\n',
    `0\r\nX: ${'t'.repeat(20_000)}\r\n\r\n`,
    '0\r\n',
    '',
  ]);
  const lineEnd = dice.pick(['\r\n', '\r\n', '\r\n', '\n', '\r', '\n\r']);
  return {
    kind: 'odd chunks',
    bytes: `${POST}Transfer-Encoding: chunked\r\n\r\n${size}${lineEnd}${body}${lineEnd}${end}${dice.chance(0.3) ? other : ''}`,
  };
};
const twoFramings: Break = (base, other, dice) => {
  const coding = dice.pick([
    'chunked',
    'identity',
    'xchunked',
    'chunked, identity',
    'gzip, chunked',
    'gzip',
    '\x0bchunked',
    'chunked\r\nTransfer-Encoding: chunked',
    '',
  ]);
  return {
    kind: 'two framings',
    bytes:
      base.replace('\r\nHost: a\r\n', `\r\nHost: a\r\nTransfer-Encoding${dice.pick([':', ' :', ': ', ':\t'])}${coding}\r\n`) +
      other,
  };
};
const oddVersion: Break = (base, _, dice) => ({
  kind: 'odd version',
  bytes: base.replace(
    'HTTP/1.1',
    dice.pick([
      'HTTP/1.0',
      'HTTP/0.9',
      'HTTP/2.0',
      'HTTP/1.2',
      'HTTP/11',
      'http/1.1',
      'HTTP/1.1 x',
      'HTTP',
      '',
      'HTTP/1.',
      'HTTP/9.9',
      'RTSP/1.0',
      'ICE/1.0',
    ]),
  ),
});
const oddMethod: Break = (base, _, dice) => ({
  kind: 'odd method',
  bytes: base.replace(
    /^[A-Z-]+/,
    dice.pick([
      'CONNECT',
      'get',
      'PoST',
      '',
      ' ',
      'POST ',
      'P\0ST',
      'PRI',
      'SOURCE',
      'QUERY',
      'X'.repeat(300),
      'POST POST',
      '\r\n\r\nGET',
      '\nGET',
      'POST\t',
      'DESCRIBE',
      '\xef\xbb\xbfPOST',
    ]),
  ),
});
const tooLong: Break = (base, _, dice) => {
  const long = 'z'.repeat(16_500 + dice.below(30_000));
  const bytes = dice.pick([
    () => base.replace('\r\nHost: a\r\n', `\r\nHost: a\r\nX-Long: ${long}\r\n`),
    () => base.replace('\r\nHost: a\r\n', `\r\nHost: a\r\n${'Name: value\r\n'.repeat(4000)}`),
    () => base.replace(/ [^ ]+ HTTP/, ` /${long} HTTP`),
    () => base.replace('\r\nHost: a\r\n', `\r\nHost: a\r\n${long}: a\r\n`),
  ])();
  return { kind: 'too long a head', bytes, statuses: [431] };
};
const otherProtocol: Break = (_base, _other, dice) => {
  const bytes = dice.pick([
    `\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03${dice.bytes(500)}`,
    `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0${dice.bytes(40)}`,
    'SSH-2.0-OpenSSH_9.0\r\n',
    'PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\nGET /ping HTTP/1.1\r\nHost: a\r\n\r\n',
    `\r\n\r\n\0\r\nQUIT\n!\x11${dice.bytes(20)}`,
    '*1\r\n$4\r\nPING\r\n',
    'EHLO a\r\n',
    `\x80\x2e\x01\x03\x01${dice.bytes(40)}`,
    '{"jsonrpc":"2.0","method":"a","id":1}\n',
  ]);
  return { kind: 'another protocol', bytes, statuses: [400] };
};
const upgrade: Break = (base, _, dice) => ({
  kind: 'upgrade',
  bytes:
    base.replace(
      '\r\nHost: a\r\n',
      `\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: ${dice.pick(['websocket', 'h2c', 'TLS/1.0', 'x'])}\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n`,
    ) + dice.bytes(dice.below(60)),
});
const lineFeeds: Break = (base, other, dice) => ({
  kind: 'odd line ends',
  bytes:
    base.replace(
      dice.pick([/\r\n/g, /\r\n/, /\r\n\r\n/]),
      dice.pick(['\n', '\r', '\n\r', '\r\r\n', '\r\n ', '\r\n\t', '\0\r\n']),
    ) + (dice.chance(0.2) ? other : ''),
});
const noHost: Break = (base, _, dice) => ({
  kind: 'odd host',
  bytes: base.replace(
    'Host: a\r\n',
    dice.pick([
      '',
      'Host:\r\n',
      'Host: a\r\nHost: b\r\n',
      'Host: \xff\r\n',
      'Host: a b\r\n',
      `Host: ${'h'.repeat(9000)}\r\n`,
      'Host : a\r\n',
      'Host\r\n',
    ]),
  ),
});

const BREAKS: readonly Break[] = [
  mutated,
  mutated,
  mutated,
  mutated,
  inHead,
  inHead,
  inHead,
  half,
  half,
  half,
  randomBytes,
  afterMethod,
  several,
  several,

  wrongLength,
  wrongLength,
  oddChunks,
  oddChunks,
  twoFramings,
  oddVersion,
  oddMethod,
  tooLong,
  otherProtocol,
  upgrade,
  lineFeeds,
  noHost,
];

export function broken(base: string, other: string, dice: Dice): Broken {
  return dice.pick(BREAKS)(base, other, dice);
}
