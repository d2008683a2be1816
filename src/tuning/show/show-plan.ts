import type { TunePlan } from '../plan.ts';

/** What may be sent, for people, before it is. */
export function showPlan(plan: TunePlan): string {
  const { calls, items, seconds, sizes, concurrency, records, p99, apart, notes } = plan;
  const lines = [
    `plan: at most ${grouped(calls)} calls with at most ${grouped(items)} items, the last of them begun within ${seconds} s`,
    `  requests    ${grouped(records.count)} ${records.areOwn ? 'different ones of the file' : 'samples of the codec'}, over and over`,
    apart === undefined ? `  a call      ${sizes.join(', ')} items` : `  a call      one request, for they share none: ${apart}`,
    `  at once     ${concurrency.join(', ')} calls`,
    `  then        the gateway itself (policy: adaptive), under the load of the best setting`,
    ...(p99 === undefined ? [] : [`  p99         ${p99.ms} ms at most for the best setting (${p99.of})`]),
    ...notes.map((note) => `  note        ${note}`),
  ];
  return `${lines.join('\n')}\n`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
