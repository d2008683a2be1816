import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProtobufMessage } from '../../../src/upstreams/embedded/protobuf.ts';

const hex = (message: ProtobufMessage) => Buffer.from(message.encode()).toString('hex');

test('whole numbers are varints', () => {
  assert.equal(hex(new ProtobufMessage().int(1, 150)), '089601');
  assert.equal(hex(new ProtobufMessage().int(1, 0)), '0800');
});

test('negative numbers are ten bytes of two complement', () => {
  assert.equal(hex(new ProtobufMessage().int(1, -1)), '08ffffffffffffffffff01');
});

test('field numbers above fifteen take two bytes', () => {
  assert.equal(hex(new ProtobufMessage().int(20, 7)), 'a00107');
});

test('texts and bytes carry their length', () => {
  assert.equal(hex(new ProtobufMessage().text(2, 'testing')), '120774657374696e67');
  assert.equal(hex(new ProtobufMessage().bytes(2, Uint8Array.of())), '1200');
});

test('floats are four little-endian bytes', () => {
  assert.equal(hex(new ProtobufMessage().float(1, 1)), '0d0000803f');
});

test('messages nest', () => {
  const inner = new ProtobufMessage().int(1, 150);
  assert.equal(hex(new ProtobufMessage().message(3, inner)), '1a03089601');
});
