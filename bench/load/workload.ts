/** A request, ready to be sent, and how its answer is known. */
export interface Exchange {
  readonly body: string;
  isAnswer(reply: string): boolean;
}

/** What each client sends in turn, over and over. */
export type Workload = (client: number) => readonly Exchange[];
