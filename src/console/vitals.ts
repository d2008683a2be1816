import { performance } from 'node:perf_hooks';
import type { Vitals } from './feed.ts';
import { rounded } from './rounded.ts';

/** Reads how the process does since it was last read. */
export function vitalsReader(): () => Vitals {
  let cpu = process.cpuUsage();
  let loop = performance.eventLoopUtilization();
  let at = performance.now();
  return () => {
    const spent = process.cpuUsage(cpu);
    const { utilization } = performance.eventLoopUtilization(loop);
    const passedMs = Math.max(1, performance.now() - at);
    cpu = process.cpuUsage();
    loop = performance.eventLoopUtilization();
    at = performance.now();
    const cpuMs = (spent.user + spent.system) / 1000;
    return { cpu: rounded(cpuMs / passedMs), loop: rounded(utilization), rssBytes: process.memoryUsage.rss() };
  };
}
