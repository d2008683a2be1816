import { type AuthListener, CredentialGuard } from '../auth/index.ts';
import type { ResolvedConfig } from '../config/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { TlsFiles } from '../sources/http/index.ts';
import { asConfigError, type Reloadable } from './reloading.ts';
import { ReplaceableGuard } from './running/replaceable-guard.ts';

/** Who may come in, and over what; each absent where it is not configured. */
export interface Security {
  readonly guard: ReplaceableGuard | undefined;
  readonly tls: TlsFiles | undefined;
  readonly adminTls: TlsFiles | undefined;
  readonly certificates: readonly Reloadable[];
  /** When the certificate of each server expires that has one, in milliseconds since the epoch. */
  expiries(): readonly (readonly [server: string, expiresAt: number])[];
  /** All that is read from files. */
  readonly reloadable: readonly Reloadable[];
  /** Reads the credentials of a config. @returns what puts them in force @throws {ConfigError} */
  prepareGuard(config: ResolvedConfig): Promise<() => void>;
}

/** Reads credentials and certificates. @throws {ConfigError} that names the file */
export async function openSecurity(config: ResolvedConfig, refused: AuthListener, clock: Clock): Promise<Security> {
  const wallNow = (): number => clock.wallNow();
  const { auth, server, admin } = config;
  const open = (options: NonNullable<ResolvedConfig['auth']>): Promise<CredentialGuard> =>
    asConfigError(CredentialGuard.open(options, refused, wallNow));
  const guard = auth === undefined ? undefined : new ReplaceableGuard(await open(auth));
  const tls = server.tls === undefined ? undefined : await asConfigError(TlsFiles.open(server.tls, 'server.tls', wallNow));
  const adminTls = admin.tls === undefined ? undefined : await asConfigError(TlsFiles.open(admin.tls, 'admin.tls', wallNow));
  const servers = { server: tls, admin: adminTls };
  const certificates = [tls, adminTls].filter((each) => each !== undefined);
  return {
    guard,
    tls,
    adminTls,
    certificates,
    expiries: () => Object.entries(servers).flatMap(([name, files]) => (files === undefined ? [] : [[name, files.expiresAt]])),
    reloadable: guard === undefined ? certificates : [guard, ...certificates],
    async prepareGuard({ auth: wanted }) {
      const next = wanted === undefined ? undefined : await open(wanted);
      return () => next !== undefined && guard?.replace(next);
    },
  };
}
