import type { CallSize, DirectOutcome, DirectReport } from '../../endpoints/direct-calls.ts';
import { compareOutcomes } from '../compare/compare-outcomes.ts';
import type { Tolerance } from '../compare/tolerance.ts';
import { tellError } from '../tell-error.ts';
import { atOnce } from './at-once.ts';
import { type Cut, cutGroup } from './cut.ts';
import { isAboutRecords } from './patient.ts';
import type { VerifyRecord } from './records.ts';
import type { RecordVerdict, Tally } from './tally.ts';

export interface GroupVerifier {
  readonly sizes: readonly number[];
  readonly caps: CallSize;
  readonly tolerance: Tolerance;
  readonly concurrency: number;
  readonly tally: Tally;
  call(records: readonly VerifyRecord[]): Promise<DirectReport>;
}

/** What a record was answered by itself; undefined when the endpoint's own trouble left no answer. */
type Answers = ReadonlyMap<VerifyRecord, DirectOutcome>;

/** Sends each record of a group alone, then in batches of every size, and compares. Nothing of it is kept but what the tally counts. */
export async function verifyGroup(group: readonly VerifyRecord[], by: GroupVerifier): Promise<void> {
  const cuts = cutGroup(group, by.sizes, by.caps);
  const inCompany = new Set(cuts.flatMap(({ records }) => records));
  for (const record of group)
    if (!inCompany.has(record)) by.tally.alone.add(record.line, 'no other record was left to share its call');
  const verdicts = new Map<VerifyRecord, RecordVerdict>();
  const answers = await answersAlone([...inCompany], by, verdicts);
  await atOnce(by.concurrency, cuts, (cut) => verifyCut(cut, answers, by, verdicts));
  for (const verdict of verdicts.values()) by.tally.verdict(verdict);
}

async function answersAlone(
  records: readonly VerifyRecord[],
  by: GroupVerifier,
  verdicts: Map<VerifyRecord, RecordVerdict>,
): Promise<Answers> {
  const answers = new Map<VerifyRecord, DirectOutcome>();
  await atOnce(by.concurrency, records, async (record) => {
    const outcome = await answerTo(record, by);
    verdicts.set(record, 'equal');
    if (outcome === undefined) verdicts.set(record, 'failed');
    else answers.set(record, outcome);
    if (outcome?.kind === 'failed') by.tally.refused += 1;
  });
  return answers;
}

/** The answer to a record by itself; when there is none, the tally knows why. */
async function answerTo(record: VerifyRecord, by: GroupVerifier): Promise<DirectOutcome | undefined> {
  const report = await by.call([record]);
  const [outcome] = report.outcomes;
  if (report.call === 'ok' || isAboutRecords(report.call)) return outcome;
  by.tally.failures.add(record.line, reasonOf(outcome));
  return undefined;
}

async function verifyCut(
  cut: Cut,
  answers: Answers,
  by: GroupVerifier,
  verdicts: Map<VerifyRecord, RecordVerdict>,
): Promise<void> {
  const report = await by.call(cut.records);
  by.tally.batches += 1;
  const isRefused = isAboutRecords(report.call);
  const hasCulprit = cut.records.some((record) => answers.get(record)?.kind === 'failed');
  if (isRefused && hasCulprit) by.tally.isolatedBatches += 1;
  for (const [index, record] of cut.records.entries()) {
    const alone = answers.get(record);
    if (alone === undefined) continue;
    if (report.call !== 'ok' && !isRefused) {
      by.tally.failures.add(record.line, reasonOf(report.outcomes[index]));
      worsen(verdicts, record, 'failed');
      continue;
    }
    const batched = isRefused && hasCulprit ? await answerTo(record, by) : report.outcomes[index];
    if (batched === undefined) worsen(verdicts, record, 'failed');
    else worsen(verdicts, record, compare(record, [alone, batched], cut.size, by));
  }
}

function compare(
  { line }: VerifyRecord,
  [alone, batched]: readonly [DirectOutcome, DirectOutcome],
  size: number,
  { tolerance, tally }: GroupVerifier,
): RecordVerdict {
  const comparison = compareOutcomes(alone, batched, tolerance);
  tally.compared(comparison, line, size);
  return comparison.kind;
}

const SEVERITY: readonly RecordVerdict[] = ['equal', 'close', 'failed', 'different'];

function worsen(verdicts: Map<VerifyRecord, RecordVerdict>, record: VerifyRecord, verdict: RecordVerdict): void {
  const before = verdicts.get(record) ?? 'equal';
  if (SEVERITY.indexOf(verdict) > SEVERITY.indexOf(before)) verdicts.set(record, verdict);
}

function reasonOf(outcome: DirectOutcome | undefined): string {
  return outcome?.kind === 'failed' ? tellError(outcome.error) : 'no answer';
}
