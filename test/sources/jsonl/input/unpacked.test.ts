import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { unpacked } from '../../../../src/sources/jsonl/input/unpacked.ts';
import { untilAborted } from '../../../../src/sources/jsonl/input/until-aborted.ts';

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Bytes in pieces of this size; `closed` once nobody wants more. */
function source(bytes: Buffer, pieceBytes: number) {
  let isClosed = false;
  async function* pieces(): AsyncGenerator<Buffer> {
    try {
      for (let from = 0; from < bytes.length; from += pieceBytes) yield bytes.subarray(from, from + pieceBytes);
    } finally {
      isClosed = true;
    }
  }
  return { pieces: pieces(), isClosed: () => isClosed };
}

async function read(bytes: Buffer, pieceBytes = 2): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of unpacked(source(bytes, pieceBytes).pieces)) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('whatever it is, packed or not, in any pieces, it is what it was, without a byte order mark', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
      fc.boolean(),
      fc.integer({ min: 1, max: 9 }),
      async (bytes, hasMark, pieceBytes) => {
        fc.pre(!bytes.subarray(0, 3).equals(MARK) && !(bytes[0] === 0x1f && bytes[1] === 0x8b));
        const whole = hasMark ? Buffer.concat([MARK, bytes]) : bytes;
        assert.deepEqual(await read(whole, pieceBytes), bytes);
        assert.deepEqual(await read(gzipSync(whole), pieceBytes), bytes);
      },
    ),
    { numRuns: 50 },
  );
});

test('files of no, one and two bytes are what they are', async () => {
  for (const bytes of [[], [0x1f], [0xef], [0x1f, 0x8c], [0xef, 0xbb], [0x0a]])
    assert.deepEqual([...(await read(Buffer.from(bytes)))], bytes);
});

test('a file of several packed ones, as of pigz or of cat, is all of them', async () => {
  const members = ['a\n', '', 'b\nc'].map((text) => gzipSync(text));
  assert.equal(String(await read(Buffer.concat(members), 5)), 'a\nb\nc');
});

test('only the first mark is left out', async () => {
  assert.deepEqual(await read(Buffer.concat([MARK, MARK, Buffer.from('a')])), Buffer.concat([MARK, Buffer.from('a')]));
});

test('what is cut short or damaged is an error, after what could be read', async () => {
  const packed = gzipSync(Buffer.from('line\n'.repeat(10_000)));
  await assert.rejects(read(packed.subarray(0, -9), 64), { code: 'Z_BUF_ERROR' });
  await assert.rejects(read(packed.subarray(0, 2)), { code: 'Z_BUF_ERROR' });
  const damaged = Buffer.from(packed);
  damaged.writeUInt32LE(7, packed.length - 8);
  await assert.rejects(read(damaged, 64), { code: 'Z_DATA_ERROR' });
});

for (const isPacked of [false, true])
  test(`a source that nobody wants more of is closed (${isPacked ? 'packed' : 'plain'})`, async () => {
    const text = Buffer.from(Array.from({ length: 50_000 }, (_, index) => `${(index * 7919) % 10_007}\n`).join(''));
    const { pieces, isClosed } = source(isPacked ? gzipSync(text) : text, 1000);
    for await (const piece of unpacked(pieces)) {
      assert.ok(piece.length > 0, 'something is read');
      break;
    }
    for (let turns = 0; turns < 100 && !isClosed(); turns += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(isClosed(), true);
  });

test('a pipe on which nothing comes any more is not waited for once it is to end', async () => {
  for (const start of [Buffer.from('abc'), gzipSync('abc').subarray(0, 12), Buffer.alloc(0)]) {
    async function* silent(): AsyncGenerator<Buffer> {
      yield start;
      await new Promise(() => {});
    }
    const stop = new AbortController();
    const reason = new Error('stopped');
    const reading = (async () => {
      for await (const piece of unpacked(untilAborted(silent(), stop.signal))) assert.ok(piece.length > 0, 'something is read');
    })();
    setImmediate(() => stop.abort(reason));
    await assert.rejects(reading, reason);
  }
});
