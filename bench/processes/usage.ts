import { readFileSync } from 'node:fs';

/** What a process has taken of the machine. */
export interface Usage {
  /** Of all processors, since it began. */
  readonly cpuSeconds: number;
  readonly rssMiB: number;
  /** The most that it ever had. */
  readonly peakRssMiB: number;
}

/** Of `/proc`, in which Linux counts CPU time whatever the kernel's own clock is. */
const TICKS_PER_SECOND = 100;

/** Undefined where there is no `/proc`, and of a process that has gone. */
export function usageOf(pid: number | undefined): Usage | undefined {
  try {
    return readUsage(readFileSync(`/proc/${pid}/stat`, 'utf8'), readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Undefined for a process that ended and was not fetched yet: it has no memory. */
export function readUsage(stat: string, status: string): Usage | undefined {
  // The second field is the program's name, which may hold anything; user and system time are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [rss, peak] = [mebibytes(status, 'VmRSS'), mebibytes(status, 'VmHWM')];
  if (rss === undefined || peak === undefined) return undefined;
  return { cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, rssMiB: rss, peakRssMiB: peak };
}

function mebibytes(status: string, name: string): number | undefined {
  const kibibytes = new RegExp(`^${name}:\\s*(\\d+) kB$`, 'm').exec(status)?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) / 1024;
}
