/** What is ready to take the place of what runs: by `commit`, at once and without fail; or not, by `discard`. */
export interface Change {
  commit(): void;
  discard(): Promise<void>;
}
