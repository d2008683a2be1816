export { Console } from './console.ts';
export type { EndpointBoard } from './endpoint-board.ts';
export { pageFiles } from './page-files.ts';
export type { StreamBoard } from './stream-board.ts';
export { vitalsReader } from './vitals.ts';
