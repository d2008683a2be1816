import { type AuthListener, CredentialGuard } from '../auth/index.ts';
import type { ResolvedConfig } from '../config/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { TlsFiles } from '../sources/http/index.ts';
import { asConfigError, type Reloadable } from './reloading.ts';

/** Who may come in, and over what; each absent where it is not configured. */
export interface Security {
  readonly guard: CredentialGuard | undefined;
  readonly tls: TlsFiles | undefined;
  readonly adminTls: TlsFiles | undefined;
  readonly reloadable: readonly Reloadable[];
}

/** Reads credentials and certificates. @throws {ConfigError} that names the file */
export async function openSecurity(config: ResolvedConfig, refused: AuthListener, clock: Clock): Promise<Security> {
  const wallNow = (): number => clock.wallNow();
  const { auth, server, admin } = config;
  const guard = auth === undefined ? undefined : await asConfigError(CredentialGuard.open(auth, refused, wallNow));
  const tls = server.tls === undefined ? undefined : await asConfigError(TlsFiles.open(server.tls, 'server.tls', wallNow));
  const adminTls = admin.tls === undefined ? undefined : await asConfigError(TlsFiles.open(admin.tls, 'admin.tls', wallNow));
  return { guard, tls, adminTls, reloadable: [guard, tls, adminTls].filter((each) => each !== undefined) };
}
