import { type Cell, type DeviceSpec, FULL_CALL_MS, MOST_ITEMS, type TrafficSpec } from './cell.ts';

/** Full calls that the device gets done in the time of one, before any change. */
export function parallelOf({ servers, slowness, bears }: DeviceSpec): number {
  let speed = 0;
  for (let server = 0; server < Math.min(servers, bears); server += 1) speed += 1 / (slowness[server] ?? 1);
  return speed;
}

/** Items a millisecond in full calls; of padded ones, in calls of random items. */
export function capacityOf(device: DeviceSpec): number {
  return (parallelOf(device) * MOST_ITEMS) / FULL_CALL_MS;
}

/** Mean share of the capacity that an open loop asks for. */
export function meanLoadOf(traffic: TrafficSpec): number {
  switch (traffic.kind) {
    case 'poisson':
      return traffic.load;
    case 'bursts':
      return 0.5;
    case 'onOff':
      return 0.8;
    case 'ramp':
      return 0.65;
    case 'closed':
      return Number.NaN;
  }
}

/** Requests a millisecond, about. */
export function rateOf({ device, traffic }: Cell): number {
  if (traffic.kind !== 'closed') return meanLoadOf(traffic) * capacityOf(device);
  const together = Math.min(traffic.clients, MOST_ITEMS);
  const roundMs = 1 + device.baseMs + device.perUnitMs * together;
  return Math.min(traffic.clients / roundMs, capacityOf(device));
}
