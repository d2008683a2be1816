/** `ended`: nothing can be written any more. `denied`: not before somebody has done something about it. `unavailable`: may pass. */
export type OutputFault = 'ended' | 'denied' | 'unavailable';

const FAULTS: ReadonlyMap<string, OutputFault> = new Map([
  ['EPIPE', 'ended'],
  ['ERR_STREAM_DESTROYED', 'ended'],
  ['ERR_STREAM_WRITE_AFTER_END', 'ended'],
  ['EACCES', 'denied'],
  ['EPERM', 'denied'],
  ['EROFS', 'denied'],
  ['ENOENT', 'denied'],
  ['ENOTDIR', 'denied'],
  ['EISDIR', 'denied'],
  ['ELOOP', 'denied'],
  ['ENAMETOOLONG', 'denied'],
]);

/** What an error of the operating system or of a Node stream says about the output; ENOSPC and EIO are `unavailable`. */
export function outputFault(thrown: unknown): { readonly fault: OutputFault; readonly message: string } {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const code = 'code' in error ? String(error.code) : '';
  return { fault: FAULTS.get(code) ?? 'unavailable', message: error.message };
}
