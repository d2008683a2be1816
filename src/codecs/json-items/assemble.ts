import { CLOSE_BRACKET, OPEN_BRACKET } from '../json/characters.ts';
import type { CodecItem, Frame, Reply, Result } from '../port.ts';
import { envelopeOf } from './planned-envelope.ts';

const OPEN = Buffer.from('[');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']');

/** One request's reply from the results of its items, which may come from several calls. */
export function assembleReply(results: readonly Result[], items: readonly CodecItem[]): Reply {
  const { plan, form } = envelopeOf(items);
  const { bareForOne } = plan.variant.reply;
  const frame = frameFor(results);
  const slices = results.map(({ slice }) => slice);
  const lists = slices.filter(isList).length;
  const isBare = form === 'one' && (bareForOne === 'all' || (bareForOne === 'arrays' && lists > 0));
  if (isBare) return replyWith(frame, [outsideBefore(frame), ...slices, outsideAfter(frame)]);
  const isMixed = bareForOne === 'arrays' && lists > 0 && lists < slices.length;
  return replyWith(frame, [frame.before, ...separated(isMixed ? slices.map(asList) : slices, frame), frame.after]);
}

/** Of the first reply with more than one result, for only that tells what stands between two. */
function frameFor(results: readonly Result[]): Frame {
  const found = results.find(({ frame }) => frame.separator.length > 0) ?? results[0];
  if (found === undefined) throw new Error('Expected at least one result');
  return found.frame;
}

function replyWith({ status, headers }: Frame, pieces: readonly Buffer[]): Reply {
  return { status, headers, body: Buffer.concat(pieces) };
}

function separated(slices: readonly Buffer[], frame: Frame): Buffer[] {
  const separator = frame.separator.length > 0 ? frame.separator : COMMA;
  return slices.flatMap((slice, index) => (index === 0 ? [slice] : [separator, slice]));
}

/** A call of one item may be answered with the bare list of its sequences where a larger call gives a list of such lists. */
function asList(slice: Buffer): Buffer {
  return isList(slice) ? slice : Buffer.concat([OPEN, slice, CLOSE]);
}

function isList(slice: Buffer): boolean {
  return slice[0] === OPEN_BRACKET;
}

/** What stands before the list of results; only white space is between its bracket and the first result. */
function outsideBefore({ before }: Frame): Buffer {
  return before.subarray(0, before.lastIndexOf(OPEN_BRACKET));
}

function outsideAfter({ after }: Frame): Buffer {
  return after.subarray(after.indexOf(CLOSE_BRACKET) + 1);
}
