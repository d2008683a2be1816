import { BlockList, isIP } from 'node:net';
import type { ResolvedConfig } from '../config/index.ts';

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** What is open that perhaps should not be, in words for the log; nothing where all listens on the loopback. */
export function openDoors({ server, admin, auth }: ResolvedConfig): readonly string[] {
  const doors = [{ name: 'server', ...server }, ...(admin.port === 0 ? [] : [{ name: 'admin', ...admin }])].filter(
    ({ host }) => !isLoopback(host),
  );
  return doors.flatMap(({ name, host, tls }) => {
    if (auth === undefined && tls?.clientAuth !== 'required') {
      return [
        `ANYBODY WHO REACHES ${host} CAN USE THIS GATEWAY: ${name}.host is not the loopback, and neither auth nor ${name}.tls.clientAuth: required is configured (docs/security.md)`,
      ];
    }
    if (tls === undefined && auth?.tokens !== undefined) {
      return [
        `bearer tokens come to ${name}.host ${host} in clear text: configure ${name}.tls, unless something in front ends TLS on this host`,
      ];
    }
    return [];
  });
}

function isLoopback(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return host === 'localhost' || host.endsWith('.localhost');
  return LOOPBACK.check(host, version === 4 ? 'ipv4' : 'ipv6');
}
