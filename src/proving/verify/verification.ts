import { type DirectCalls, type DirectReport, sizeOf } from '../../endpoints/direct-calls.ts';
import { CountedUpstream } from '../counted-upstream.ts';
import { EndpointUnusable } from '../endpoint-unusable.ts';
import { isBlank, type Line } from '../lines.ts';
import type { OpenedEndpoint } from '../opened-endpoint.ts';
import { tellError } from '../tell-error.ts';
import { Groups } from './groups.ts';
import { callPatiently } from './patient.ts';
import { readRecord, type VerifyRecord } from './records.ts';
import { Tally } from './tally.ts';
import { type GroupVerifier, verifyGroup } from './verify-group.ts';
import type { VerifyReport } from './verify-report.ts';
import type { VerifyRequest } from './verify-request.ts';

/** All records held for company together. */
const HELD_BYTES = 64 * 1024 * 1024;

/** One run: lines go in, groups are verified as they fill, the report is what was counted. */
export class Verification {
  readonly #endpoint: OpenedEndpoint;
  readonly #request: VerifyRequest;
  readonly #upstream: CountedUpstream;
  readonly #calls: DirectCalls;
  readonly #sizes: readonly number[];
  readonly #groups: Groups;
  readonly #tally = new Tally();
  #readBytes = 0;

  constructor(endpoint: OpenedEndpoint, request: VerifyRequest) {
    this.#endpoint = endpoint;
    this.#request = request;
    this.#upstream = new CountedUpstream(endpoint.upstream);
    this.#calls = endpoint.callsBy(endpoint.codec, this.#upstream);
    this.#sizes = [...new Set(request.sizes.map((size) => Math.min(size, endpoint.caps.items)))].sort((a, b) => a - b);
    this.#groups = new Groups({ items: Math.max(...this.#sizes), heldBytes: HELD_BYTES });
  }

  /** Lines that are not blank, so far. */
  get records(): number {
    return this.#tally.records;
  }

  async take(line: Line): Promise<void> {
    this.#readBytes = line.readBytes;
    const full = isBlank(line) ? this.#skip() : this.#admit(line);
    if (full !== undefined) await this.#verify(full);
    this.#progress();
  }

  async finish(): Promise<VerifyReport> {
    for (const group of this.#groups.rest()) await this.#verify(group);
    const tally = this.#tally;
    return {
      endpoint: this.#endpoint.name,
      codec: this.#endpoint.codec.name,
      sizes: this.#sizes,
      tolerance: this.#request.tolerance,
      passed: tally.passed,
      summary: tally.summary(this.#upstream.sent),
      differences: tally.differences,
      differencesOmitted: tally.differencesOmitted,
      failures: tally.failures.list(),
      invalid: tally.invalid.list(),
      alone: tally.alone.list(),
    };
  }

  #skip(): undefined {
    this.#tally.blankLines += 1;
  }

  /** @returns the group that the line has filled, if any */
  #admit(line: Line): readonly VerifyRecord[] | undefined {
    this.#tally.records += 1;
    const read = readRecord(line, this.#request.headers, this.#calls);
    if ('invalid' in read) {
      this.#tally.invalid.add(line.number, read.invalid);
      return undefined;
    }
    const { taken } = read.record;
    const reason = taken.aloneBecause ?? (this.#isTooLarge(read.record) ? 'larger than what may share a call' : undefined);
    if (reason === undefined) return this.#groups.add(read.record);
    this.#tally.alone.add(line.number, reason);
    return undefined;
  }

  #isTooLarge({ taken }: VerifyRecord): boolean {
    const { items, bytes, cost } = sizeOf([taken]);
    const { caps } = this.#endpoint;
    return bytes > caps.bytes || cost > caps.cost || 2 * items > taken.maxCompany;
  }

  #verify(group: readonly VerifyRecord[]): Promise<void> {
    const { tolerance, concurrency } = this.#request;
    const call = (records: readonly VerifyRecord[]): Promise<DirectReport> => this.#call(records);
    const by: GroupVerifier = { sizes: this.#sizes, caps: this.#endpoint.caps, tolerance, concurrency, tally: this.#tally, call };
    return verifyGroup(group, by);
  }

  /** @throws {EndpointUnusable} */
  async #call(records: readonly VerifyRecord[]): Promise<DirectReport> {
    const requests = records.map(({ taken }) => taken);
    const report = await callPatiently(this.#calls, requests, this.#endpoint.clock);
    this.#progress();
    const [outcome] = report.outcomes;
    if ((report.call === 'rejected' || report.call === 'unreachable') && outcome?.kind === 'failed')
      throw new EndpointUnusable(tellError(outcome.error));
    return report;
  }

  #progress(): void {
    const { records, differences, differencesOmitted } = this.#tally;
    const found = differences.length + differencesOmitted;
    this.#request.onProgress?.({ readBytes: this.#readBytes, records, calls: this.#upstream.sent, differences: found });
  }
}
