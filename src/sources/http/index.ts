export { createAdminApp, createHttpApp } from './app.ts';
export type { HealthPort } from './parts.ts';
export { TlsFiles } from './server/tls-files.ts';
