export { createSimulatedUpstream } from './simulated-upstream.ts';
