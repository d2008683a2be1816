/** A request, ready to be sent, and how its answer is known. */
export interface Exchange {
  readonly body: string;
  /** Where it goes instead of the load's own URL. */
  readonly path?: string;
  /** Expected. @default 200 */
  readonly status?: number;
  readonly isAnswer: (reply: string) => boolean;
}

/** What each client sends in turn, over and over. */
export type Workload = (client: number) => readonly Exchange[];
