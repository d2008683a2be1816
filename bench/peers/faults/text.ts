import type { Faults } from './find-faults.ts';
import type { Share } from './judge.ts';

export function faultsLine({ peer, settings, poison, misrouted, keysDropped }: Faults): string {
  const found = [
    `${text(poison.failed)} requests beside a poison item failed with it`,
    `${text(poison.failedAs200)} failed ones had status 200`,
    ...(misrouted === undefined ? [] : [`${text(misrouted)} went to another path than theirs`]),
    ...(keysDropped === undefined ? [] : [`${text(keysDropped)} lost the keys beside their instances`]),
  ];
  return `${peer} (${settings}): ${found.join('; ')}`;
}

function text({ count, of }: Share): string {
  return `${count} of ${of}`;
}
