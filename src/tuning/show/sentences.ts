import type { ServedFigures } from '../serving/try-served.ts';
import type { BestSetting, TuneReport } from '../tune-report.ts';
import { counted, msText, percentText, rateText } from './words.ts';

/** With fewer calls, p99 by nearest rank is the longest of them. */
const FOR_A_P99 = 100;

export function saysLatency({ latency }: TuneReport): readonly string[] {
  if (latency === undefined) return [];
  const { baseMs, perItemMs, r2, spread, calls } = latency;
  const line = `about ${msText(baseMs)} + ${msText(perItemMs)} an item, one call at a time`;
  return [line, `(R² ${r2.toFixed(3)}; half of ${counted(calls, 'call')} are within ${percentText(spread)} of that)`];
}

export function saysBatching(report: TuneReport): readonly string[] {
  const { pays, batching, plan } = report;
  const atOnce = `more calls at once ${moreAtOnce(report)}`;
  if (pays === 'cannot-be-batched') return [`CANNOT BE DONE here: ${plan.apart}`, atOnce];
  if (batching === undefined) return ['one size only was measured, there is nothing to compare'];
  const { from, to, times } = batching;
  const gain = `${times.toFixed(times < 2 ? 2 : 1)} times the items a second at ${to.size} a call as at ${from.size}, ${to.concurrency} at once`;
  if (pays === 'does-not-pay') return [`DOES NOT PAY here: ${gain}`, ...whyNot(report), atOnce];
  return [`${pays === 'pays' ? 'PAYS' : 'PAYS LITTLE'}: ${gain}`];
}

/** The reason that the line gives. */
function whyNot({ latency }: TuneReport): readonly string[] {
  if (latency === undefined || latency.baseMs >= latency.perItemMs) return [];
  return [`a call as such costs little (${msText(latency.baseMs)}) beside its items (${msText(latency.perItemMs)} each)`];
}

/** Below this many times the items a second, calls at once only fill the gaps between calls: the endpoint works on one. */
const FILLS_GAPS = 1.5;

function moreAtOnce({ concurrency }: TuneReport): string {
  if (concurrency === undefined) return 'were not tried';
  const { calls, gain } = concurrency;
  if (calls === 1) return 'do not help either';
  return `${gain.times < FILLS_GAPS ? 'help a little' : 'do'}: ${gain.times.toFixed(gain.times < 2 ? 2 : 1)} times the items a second at ${calls}`;
}

export function saysAtOnce({ concurrency, throttledAt }: Pick<TuneReport, 'concurrency' | 'throttledAt'>): readonly string[] {
  const throttled = throttledAt === undefined ? [] : [`${throttledAt} at once are throttled: the endpoint has no room for them`];
  if (concurrency === undefined) return throttled;
  const { calls, gain, isOpen } = concurrency;
  const size = `(${counted(gain.from.size, 'item')} a call)`;
  const one = 'the endpoint works on one call at a time';
  if (calls === 1) return [`${one}: more at once bring nothing ${size}`, ...throttled];
  if (gain.times < FILLS_GAPS)
    return [
      `${one}, or little more: ${calls} at once bring ${gain.times.toFixed(2)} times the items a second of one ${size}`,
      ...throttled,
    ];
  const times = `${gain.times.toFixed(1)} times the items a second of one ${size}`;
  return [`the endpoint works on about ${calls} calls at once${isOpen ? ', or more' : ''}: ${times}`, ...throttled];
}

export function saysBest({ best, plan }: TuneReport): readonly string[] {
  if (best === undefined) return [];
  const { size, concurrency, itemsPerSecond, p99Ms, calls, gatherMs } = best;
  const longest = calls < FOR_A_P99 ? ', the longest of them' : '';
  const gathering = gatherMs > 0 ? `; to gather a batch takes up to ${msText(gatherMs)} more` : '';
  return [
    `${counted(size, 'item')} a call, ${concurrency} at once: ${rateText(itemsPerSecond)} items/s, p99 ${msText(p99Ms)}`,
    `(p99 of ${counted(calls, 'call')}${longest}${gathering})`,
    target(best, plan),
  ];
}

function target({ inTime }: BestSetting, { p99 }: TuneReport['plan']): string {
  if (p99 === undefined)
    return 'no p99 was asked for (--p99): of those within 5 % of the most items/s, the one that answers soonest';
  const limit = `${p99.ms} ms (${p99.of})`;
  return inTime
    ? `p99 and gathering are within ${limit}`
    : `NO setting keeps to ${limit}, gathering included; this one comes nearest`;
}

export function saysAdaptive({ adaptive, best }: TuneReport): readonly string[] {
  if (adaptive === undefined || best === undefined) return [];
  const { clients, callsBefore, calls } = adaptive;
  const learned = `(${counted(calls, 'call')} after ${callsBefore} to learn in)`;
  return [`under the same load, ${counted(clients, 'client')}: ${serves(adaptive, best)}`, learned, ...waits(adaptive)];
}

export function saysByHand({ byHand, best }: TuneReport): readonly string[] {
  if (byHand === undefined || best === undefined) return [];
  return [`the gateway with the best setting as its own, under the same load: ${serves(byHand, best)}`, ...waits(byHand)];
}

function serves({ itemsPerSecond }: ServedFigures, best: BestSetting): string {
  return `${rateText(itemsPerSecond)} items/s, ${percentText(itemsPerSecond / best.itemsPerSecond)} of the best setting`;
}

function waits({ p50Ms, p99Ms, requests, itemsPerCall, failed }: ServedFigures): string[] {
  const refused = failed === 0 ? '' : `; ${counted(failed, 'request')} failed`;
  const times = `p50 ${msText(p50Ms)}, p99 ${msText(p99Ms)} of ${counted(requests, 'request')}, waiting included`;
  return [`(${times}; ${itemsPerCall.toFixed(1)} items a call${refused})`];
}
