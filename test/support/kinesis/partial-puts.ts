import type { Clock } from '../../../src/kernel/clock.ts';
import { PerSecond } from './fake-limits.ts';
import { type Aim, Interferences } from './interferences.ts';
import { errorReply, jsonObject, jsonReply, listIn, type ServiceCall, type ServiceReply } from './service-call.ts';

const MAX_RECORDS = 500;

export type PutErrorCode = 'ProvisionedThroughputExceededException' | 'InternalFailure';

/** Records of PutRecords that fail, one by one: `times` and `share` are of records. */
export interface RecordFailure extends Aim {
  /** @default `InternalFailure` */
  readonly code?: PutErrorCode;
}

/** Lets a part of a PutRecords through, and puts the whole reply together. */
export class PartialPuts {
  /** Records a second and stream; more are throttled, each by itself. May be changed at any time. */
  recordsPerSecond = Number.POSITIVE_INFINITY;
  readonly failures: Interferences<RecordFailure>;
  readonly #clock: Clock;
  readonly #recent = new Map<string, PerSecond>();
  #failed = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.failures = new Interferences(clock);
  }

  /** How many records were made to fail. */
  get failed(): number {
    return this.#failed;
  }

  async put({ input, name = '' }: ServiceCall, forward: (body: Buffer) => Promise<ServiceReply>): Promise<ServiceReply> {
    const records = listIn(input, 'Records');
    // Not every emulator counts them.
    if (records.length > MAX_RECORDS) return errorReply('ValidationException', `${records.length} records in one call`);
    const codes = records.map(() => this.#codeFor(name));
    const passed = records.filter((_, index) => codes[index] === undefined);
    this.#failed += records.length - passed.length;
    const reply = passed.length > 0 ? await forward(Buffer.from(JSON.stringify({ ...input, Records: passed }))) : jsonReply({});
    return reply.status === 200 ? merged(codes, reply) : reply;
  }

  #codeFor(name: string): PutErrorCode | undefined {
    const failure = this.failures.meet('PutRecords', name);
    if (failure !== undefined) return failure.code ?? 'InternalFailure';
    if (this.recordsPerSecond === Number.POSITIVE_INFINITY) return undefined;
    const recent = this.#recent.get(name) ?? new PerSecond(this.recordsPerSecond);
    this.#recent.set(name, recent);
    recent.most = this.recordsPerSecond;
    return recent.take(1, this.#clock.now()) ? undefined : 'ProvisionedThroughputExceededException';
  }
}

/** What the service said of those that it got, and of each other its error, in the order of the call. */
function merged(codes: readonly (PutErrorCode | undefined)[], reply: ServiceReply): ServiceReply {
  const output = jsonObject(reply.body);
  const stored = listIn(output, 'Records').values();
  const results = codes.map((code) =>
    code === undefined ? stored.next().value : { ErrorCode: code, ErrorMessage: `${code} by the test` },
  );
  // One emulator writes null for no error.
  const failed = results.filter((result) => typeof result?.['ErrorCode'] === 'string').length;
  return jsonReply({ ...output, FailedRecordCount: failed, Records: results });
}
