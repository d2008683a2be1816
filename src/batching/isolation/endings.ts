import type { CallEnding } from '../port.ts';

/**
 * What an ending says of the endpoint. `alive`: it works, whatever it thought of these items. `down`: it does not.
 * `busy`: it works, but has no room, unless that goes on and on.
 * `doubtful`: down, unless an item may be at fault (Case.excused). `silent`: nothing.
 */
export type Health = 'alive' | 'busy' | 'down' | 'doubtful' | 'silent';

interface EndingRow {
  readonly health: Health;
  /** One line each for docs/errors.md. */
  readonly means: string;
  readonly follows: string;
}

const ISOLATED = 'isolated: parts of the batch are tried until the request at fault is found; it alone gets the error';
const BROKEN =
  'sent once more whole after a pause with full jitter, within the retry budget; then isolated; a lone request is sent `retry.maxAttempts` times in all';
const NOT_AGAIN = 'every caller gets the error; not sent again';

/** The one table of how calls end. docs/errors.md is generated from it; `judge` acts on it. */
export const ENDINGS: Readonly<Record<CallEnding, EndingRow>> = {
  ok: row('alive', 'one result for each item', 'every caller gets its own'),
  refused: row('alive', 'the model would not have these items', ISOLATED),
  erred: row('doubtful', 'the model failed and says how: its way to refuse an item, or a passing fault', BROKEN),
  mismatch: row(
    'alive',
    'it answered, but not one result for each item',
    'nothing of it is handed out; each request is sent singly',
  ),
  tooLarge: row('alive', 'the call has too many bytes', 'sent again in smaller calls; the byte cap is lowered for a while'),
  replyTooLarge: row('alive', 'the reply has too many bytes', 'sent again in smaller calls; the size cap is lowered for a while'),
  throttled: row(
    'busy',
    'no room now',
    'nothing is sent for a pause with full jitter, or for as long as the endpoint asks; then sent again, inside the deadline; `maxInFlight: auto` falls',
  ),
  failed: row('doubtful', 'the call broke', BROKEN),
  unreadable: row(
    'doubtful',
    'an answer began that cannot be read',
    'each request is sent singly; a lone one again, `retry.maxAttempts` times in all',
  ),
  unreachable: row('down', 'no connection: the model saw nothing', 'sent again after a pause, inside the deadline'),
  timeout: row('down', 'no answer in time', `${NOT_AGAIN}; the next batches are smaller for a while`),
  rejected: row('down', 'the endpoint would have no call at all', NOT_AGAIN),
  fault: row('silent', 'a fault of the gateway', 'isolated, so that only the request that causes it fails'),
  aborted: row('silent', 'nobody waited any more', 'nothing'),
};

function row(health: Health, means: string, follows: string): EndingRow {
  return { health, means, follows };
}
