import { byId, fillChildren, make, setText } from './element.js';
import { clockTime } from './format.js';

/** @import { Happening } from '../feed.ts' */

const SHED = /** @type {Record<string, string>} */ ({
  full: 'Refused with 503: the queue is full',
  deadline: 'Refused with 503: would have missed the deadline',
  draining: 'Refused with 503: the gateway is stopping',
  breaker: 'Refused with 503: the endpoint is down',
});

const CALLS = /** @type {Record<string, string>} */ ({
  refused: 'The model refused a call',
  erred: 'The model answered a call with an error of its own',
  rejected: 'The endpoint rejects calls: address, credentials or content type',
  tooLarge: 'A call was too large for the endpoint',
  replyTooLarge: 'A reply was larger than upstream.maxReplyBytes',
  throttled: 'The endpoint throttles',
  failed: 'A call failed',
  unreachable: 'No connection to the endpoint',
  unreadable: 'An answer broke off',
  mismatch: 'A reply was not one result for each item: does the codec fit?',
  timeout: 'A call was not answered in time',
  fault: 'A fault of the gateway: see its log',
});

const ISOLATION = /** @type {Record<string, string>} */ ({
  split: 'A batch is taken apart to find the item at fault',
  found: 'The item at fault was found; its caller alone was told',
  cleared: 'Part of a batch was cleared: not at fault',
});

/** @type {Record<string, (detail: string) => string>} */
const WORDS = {
  shed: (why) => SHED[why] ?? `Refused: ${why}`,
  expired: () => 'Gave up in the queue: the deadline passed',
  call: (ending) => CALLS[ending] ?? `A call ended: ${ending}`,
  isolation: (outcome) => ISOLATION[outcome] ?? outcome,
  capped: (what) => `Calls of one kind may hold no more than ${what.split(' ').toReversed().join(' ')} for a while`,
  'retry-denied': (why) => `Not sent again: the retry budget is spent (${why})`,
  'breaker-open': (why) => `Breaker open: the endpoint is down (${why})`,
  'breaker-closed': () => 'Breaker closed: the endpoint is back',
  buried: (code) => `A record became a dead letter: ${code}`,
  reading: () => 'Reading goes on',
  paused: (why) => `Reading is paused: ${why === 'endpoint' ? 'the endpoint takes nothing' : 'most records fail'}`,
  leased: (what) => `Lease taken: ${what}`,
  left: (what) => `Lease left: ${what}`,
  fault: (what) => `A call failed, and is made again: ${what}`,
};

const BAD = new Set(['breaker-open', 'paused']);
const GOOD = new Set(['breaker-closed', 'reading', 'leased']);
const SPOKEN = new Set(['breaker-open', 'breaker-closed', 'paused', 'reading']);

/** What was said of last, so that it is said once. */
let spokenUpTo = 0;

/** @param {Pick<Happening, 'kind' | 'detail'>} happening */
export function wordsFor({ kind, detail }) {
  return WORDS[kind]?.(detail) ?? `${kind} ${detail}`;
}

/**
 * @param {readonly Happening[]} happenings the newest first
 * @param {boolean} isNew whether they are told for the first time of this gateway: nothing of it is news
 */
export function showHappenings(happenings, isNew) {
  byId('events-empty').hidden = happenings.length > 0;
  fillChildren(byId('events'), happenings, line, (row, happening) => {
    const [time, source, what, count] = row.children;
    if (time === undefined || source === undefined || what === undefined || count === undefined) return;
    setText(time, clockTime(happening.at));
    setText(source, happening.source);
    setText(what, wordsFor(happening));
    what.className = `what ${BAD.has(happening.kind) ? 'bad' : GOOD.has(happening.kind) ? 'good' : ''}`;
    setText(count, happening.count > 1 ? `× ${happening.count.toLocaleString('en-US')}` : '');
  });
  speak(happenings, isNew);
}

function line() {
  const row = make('li');
  row.append(make('time'), make('span', 'source'), make('span', 'what'), make('span', 'count'));
  return row;
}

/**
 * To screen readers, only what changes everything.
 * @param {readonly Happening[]} happenings
 * @param {boolean} isNew
 */
function speak(happenings, isNew) {
  const newest = Math.max(0, ...happenings.map(({ id }) => id));
  if (isNew) spokenUpTo = newest;
  const news = happenings.filter(({ id, kind }) => id > spokenUpTo && SPOKEN.has(kind));
  if (news.length > 0) setText(byId('spoken'), news.map((each) => `${each.source}: ${wordsFor(each)}`).join('. '));
  spokenUpTo = Math.max(spokenUpTo, newest);
}
