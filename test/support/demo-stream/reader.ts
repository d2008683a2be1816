import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { Account, DeadLetter, Result } from './account.ts';
import { DEAD_LETTERS, RESULTS } from './streams.ts';
import { Tail } from './tail.ts';

/** Prints results and dead letters, and enters them. */
export class Reader {
  readonly #account: Account;
  readonly #print: (line: string) => void;
  readonly #results: Tail;
  readonly #dead: Tail;

  constructor(client: KinesisClient, account: Account, print: (line: string) => void) {
    this.#account = account;
    this.#print = print;
    this.#results = new Tail(client, RESULTS);
    this.#dead = new Tail(client, DEAD_LETTERS);
  }

  async look(): Promise<void> {
    for (const result of await this.#results.next<Result>()) {
      this.#account.answered(result);
      this.#print(`answered     ${JSON.stringify(result)}`);
    }
    for (const letter of await this.#dead.next<DeadLetter>()) {
      this.#account.died(letter);
      this.#print(`dead letter  ${letter.error.code}: ${Buffer.from(letter.data, 'base64').toString()}`);
    }
  }
}
