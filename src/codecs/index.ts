export { codecNames, createCodec, families } from './registry.ts';
