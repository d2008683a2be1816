import type { Exchange } from '../../load/workload.ts';

/** The text of an item that makes its call fail. */
export const POISON = 'poison';

export interface Probe {
  readonly id: number;
  readonly text: string;
}

export interface Reply {
  readonly id: number;
  readonly status: number;
  readonly own: boolean;
}

/** One of several requests that are sent at once. */
export interface Question extends Exchange {
  readonly id: number;
  readonly url: string;
}

export function askAtOnce(questions: readonly Question[]): Promise<Reply[]> {
  return Promise.all(questions.map(askOne));
}

async function askOne({ id, url, body, ...exchange }: Question): Promise<Reply> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { id, status: response.status, own: exchange.isAnswer(await response.text()) };
}
