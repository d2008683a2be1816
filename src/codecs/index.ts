export { type CodecSpec, codecNames, createCodec } from './registry.ts';
