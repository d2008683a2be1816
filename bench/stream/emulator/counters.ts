/** What an emulator was asked since it was last told to forget. */
export interface EmulatorCounters {
  /** GetRecords. */
  readonly reads: number;
  /** When the first of them came, in milliseconds since the Unix epoch. */
  readonly firstReadAt: number | null;
  /** Of its process. */
  readonly cpuMs: number;
}

export async function emulatorCounters(url: string): Promise<EmulatorCounters> {
  const response = await fetch(new URL('/counters', url));
  return (await response.json()) as EmulatorCounters;
}

export async function forgetCounters(url: string): Promise<void> {
  await (await fetch(new URL('/counters', url), { method: 'DELETE' })).arrayBuffer();
}
