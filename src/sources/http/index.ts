export { createAdminApp, createHttpApp } from './app.ts';
export type { RequestEvent, RequestListener } from './events.ts';
export type { HealthPort, HttpDoorParts, MetricsPort } from './parts.ts';
