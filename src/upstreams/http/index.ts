export { createHttpUpstream } from './http-upstream.ts';
