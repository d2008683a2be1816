import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Account } from './account.ts';

/** Records of a scenario. */
export const RECORDS = Number(process.env['STREAM_RECORDS'] ?? 1000);

/** Where leases are to expire: elsewhere, none must, however slow the machine is. */
export const SHORT_LEASES = { failoverMs: 2000 };

const CLEAN: Account = { lost: 0, ahead: 0, twice: 0, wrong: 0, disorders: 0, dead: 0 };

/** The end of a scenario in which a record may come out more than once; how often is printed. */
export function assertAtLeastOnce(context: TestContext, account: Account, more: Partial<Account> = {}): void {
  context.diagnostic(`${context.name}: ${JSON.stringify(account)}`);
  assert.deepEqual({ ...account, twice: 0 }, { ...CLEAN, ...more });
}

export function assertOnce(context: TestContext, account: Account, more: Partial<Account> = {}): void {
  context.diagnostic(`${context.name}: ${JSON.stringify(account)}`);
  assert.deepEqual(account, { ...CLEAN, ...more });
}
