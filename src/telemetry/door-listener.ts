import type { Logger } from 'pino';
import type { AuthListener } from '../auth/events.ts';
import type { Clock } from '../kernel/clock.ts';
import type { ConnectionListener } from '../sources/http/events.ts';
import { limiter } from './limiter.ts';
import type { Metrics } from './metrics.ts';

/** Counts who is refused for their credentials, and says once in a while who that was: by configured name and address, never by what they sent. */
export function authListener(metrics: Metrics, logger: Logger, clock: Clock): AuthListener {
  const limited = limiter(clock);
  return ({ reason, caller, remote }) => {
    metrics.authRefusals.labels(reason).inc();
    limited(reason, (more) => logger.warn({ event: 'refused', reason, caller, remote, ...more }, 'refused for its credentials'));
  };
}

/** Counts what happens to connections. */
export function connectionListener(metrics: Metrics, logger: Logger, clock: Clock, refused: AuthListener): ConnectionListener {
  const limited = limiter(clock);
  const warn = (event: string, what: string): void => limited(event, (more) => logger.warn({ event, ...more }, what));
  return {
    refused: (reason) => {
      metrics.connectionsRefused.labels(reason).inc();
      if (reason === 'limit') warn('full', 'there are server.maxConnections connections; further ones are closed');
      else warn('handshake', 'TLS could not be agreed on with a client');
    },
    certificate: (reason, remote) => refused({ reason, remote }),
    tooSlow: (stage) => {
      metrics.slowClients.labels(stage).inc();
      warn('slow-client', 'clients are cut off that are too slow to send or to read');
    },
  };
}

/** Counts configs that were to take the place of the one in force, and says what became of each. */
export function configListener(metrics: Metrics, logger: Logger): (problems: string | undefined) => void {
  return (problems) => {
    metrics.configReloads.labels(problems === undefined ? 'taken' : 'refused').inc();
    metrics.lastReload.labels('config').set(problems === undefined ? 1 : 0);
    if (problems === undefined) logger.info({ event: 'config' }, 'the config was read again, and is in force');
    else
      logger.error(
        { event: 'config', problems: problems.split('\n') },
        'the config cannot be used; the one before stays in force',
      );
  };
}

/** Says what is wrong with files that are read again and again when it changes, and when nothing is any more. */
export function reloadListener(metrics: Metrics, logger: Logger): (problems: string | undefined) => void {
  let before: string | undefined;
  return (problems) => {
    metrics.lastReload.labels('files').set(problems === undefined ? 1 : 0);
    if (problems !== undefined && problems !== before) {
      logger.error(
        { event: 'reload', problems: problems.split('\n') },
        'files cannot be used; what was read before is still in use',
      );
    } else if (problems === undefined && before !== undefined) logger.info({ event: 'reload' }, 'files can be used again');
    before = problems;
  };
}
