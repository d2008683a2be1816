/** A service of AWS on the loopback. */
export interface Emulator {
  readonly url: string;
  close(): Promise<void>;
}
