import { type TestContext, test } from 'node:test';

/** What an implementation is known to do otherwise: the name of a test, and the reason. */
export type Deviations = Readonly<Record<string, string>>;

/** One sentence of a contract. */
export interface Clause {
  readonly name: string;
  readonly holds: (context: TestContext) => Promise<void>;
}

/** Tests each clause; one that is known not to hold must fail, so that a deviation that has gone is noticed. */
export function holdTo(who: string, clauses: readonly Clause[], deviations: Deviations = {}): void {
  for (const { name, holds } of clauses) {
    const reason = deviations[name];
    if (reason === undefined) test(`${who}: ${name}`, holds);
    else test(`${who} deviates (${reason}): ${name}`, (context) => mustFail(holds, context));
  }
  const unknown = Object.keys(deviations).filter((name) => !clauses.some((clause) => clause.name === name));
  if (unknown.length > 0) throw new Error(`No clause is named ${unknown.join(', ')}`);
}

async function mustFail(holds: Clause['holds'], context: TestContext): Promise<void> {
  try {
    await holds(context);
  } catch (thrown) {
    context.diagnostic(String(thrown).split('\n', 1)[0] ?? '');
    return;
  }
  throw new Error('Expected a deviation, which is there no longer: take it off the list');
}
