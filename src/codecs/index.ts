export { codecNames, createCodec } from './registry.ts';
