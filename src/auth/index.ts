export { CredentialGuard } from './credential-guard.ts';
export type { AuthListener } from './events.ts';
