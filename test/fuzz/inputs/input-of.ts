import { broken } from './broken.ts';
import { anyCredentials, badCredentials, NOT_ASKED } from './credentials.ts';
import { Dice } from './dice.ts';
import type { Ending, Input } from './input.ts';
import type { Sample } from './samples.ts';
import { structured } from './structured.ts';

/** Inputs of a connection; the last one ends it. */
export const A_SESSION = 10;

export interface Source {
  readonly seed: number;
  readonly samples: readonly Sample[];
  /** Whether the gateway asks for credentials. */
  readonly auth: boolean;
}

/** The input of an index: the same one whenever it is asked for. */
export function inputOf(source: Source, index: number): Input {
  const dice = new Dice(source.seed, index);
  if (index % A_SESSION < A_SESSION - 1) return whole(source, index, dice);
  return dice.chance(0.15) ? lastWhole(source, index, dice) : brokenInput(source, index, dice);
}

function whole({ samples, auth }: Source, index: number, dice: Dice): Input {
  return { index, ending: 'open', isWhole: true, ...structured(samples, dice, auth ? anyCredentials(dice) : NOT_ASKED) };
}

/** A request that is its connection's last by what it says. */
function lastWhole(source: Source, index: number, dice: Dice): Input {
  const input = whole(source, index, dice);
  if (dice.chance(0.3) && !input.bytes.includes('Transfer-Encoding') && !input.bytes.includes('Expect'))
    return { ...input, kind: 'HTTP/1.0', ending: 'closed', bytes: input.bytes.replace('HTTP/1.1', 'HTTP/1.0') };
  const said = `Connection: ${dice.pick(['close', 'Close', 'close, x'])}\r\n`;
  return { ...input, ending: 'closed', bytes: input.bytes.replace('\r\nHost: a\r\n', `\r\nHost: a\r\n${said}`) };
}

function brokenInput({ samples, auth }: Source, index: number, dice: Dice): Input {
  const request = () => structured(samples, dice, auth ? badCredentials(dice) : NOT_ASKED);
  const [base, other] = [request(), request()];
  const made = broken(
    base.isHead ? base.bytes.replace('HEAD', 'GET') : base.bytes,
    other.isHead ? other.bytes.replace('HEAD', 'GET') : other.bytes,
    dice,
  );
  return {
    index,
    ...made,
    ending: endingOf(dice),
    isWhole: false,
    isHead: false,
    mayFail: [...base.mayFail, ...other.mayFail, 'WOULD_MISS_DEADLINE', 'DEADLINE_PASSED'],
    isLetIn: !auth,
  };
}

function endingOf(dice: Dice): Ending {
  const roll = dice.below(100);
  if (roll < 68) return 'fin';
  return roll < 98 ? 'reset' : 'silence';
}
