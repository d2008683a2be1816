export { type CallTarget, callTracer } from './call-tracer.ts';
export { openTraces, type TracesSurroundings } from './open-traces.ts';
export { requestTracer } from './request-tracer.ts';
