import type { Clock } from '../../kernel/clock.ts';
import { Outstanding } from '../outstanding.ts';
import type { Depositor, Sink, SinkListener, SinkRecord, Stored } from '../port.ts';
import { Backlog } from './backlog.ts';
import { type CallReport, call } from './call.ts';
import type { Parcel } from './lanes.ts';
import { nextCallAt } from './next-call.ts';
import { Pause } from './pause.ts';
import { PutError, type PutPort } from './put-port.ts';
import { sizeOf, whyRefused } from './record-limits.ts';
import { Retries } from './retries.ts';

export interface KinesisSinkLimits {
  /** The largest record the stream takes, its partition key included. */
  readonly maxRecordBytes: number;
  /** Of the records of one call together; a single larger one goes alone. */
  readonly maxRequestBytes: number;
  /** Whether records of one partition key are stored in the order of `put`. @default true */
  readonly keepsOrder?: boolean;
  /** Calls under way at once. @default 4 */
  readonly maxInFlight?: number;
}

export interface KinesisSinkParts {
  readonly clock: Clock;
  readonly listener: SinkListener;
  readonly stream: PutPort;
}

/** Kinesis takes no more in one call. */
const MAX_RECORDS = 500;

const MAX_IN_FLIGHT = 4;

/**
 * PutRecords, and again until all is stored. A record is ready in its lane, or behind another one of its key; in a call under way;
 * waiting for its retry, when it failed by itself; or suspect, when the call it was in was refused. A refused call is halved
 * until the record that is at fault stands alone, and that one is refused, once the stream has been seen to take any: a stream
 * that refuses whatever it is sent has something else wrong with it.
 */
export class KinesisSink implements Sink {
  readonly #clock: Clock;
  readonly #listener: SinkListener;
  readonly #stream: PutPort;
  readonly #maxRecordBytes: number;
  readonly #maxInFlight: number;
  readonly #outstanding: Outstanding;
  readonly #backlog: Backlog;
  readonly #pause: Pause;
  readonly #retries: Retries;
  #inFlight = 0;
  #lastCallAt = Number.NEGATIVE_INFINITY;
  #hasStored = false;
  #isPumpDue = false;
  #cancelWake = (): void => {};

  constructor(limits: KinesisSinkLimits, { clock, listener, stream }: KinesisSinkParts) {
    this.#clock = clock;
    this.#listener = listener;
    this.#stream = stream;
    this.#maxRecordBytes = limits.maxRecordBytes;
    this.#maxInFlight = limits.maxInFlight ?? MAX_IN_FLIGHT;
    this.#outstanding = new Outstanding(clock);
    this.#backlog = new Backlog(limits.keepsOrder ?? true, { maxRecords: MAX_RECORDS, maxBytes: limits.maxRequestBytes });
    this.#pause = new Pause(clock);
    this.#retries = new Retries(clock, (parcels) => {
      this.#backlog.lanes.again(parcels);
      this.#pump();
    });
  }

  put(record: SinkRecord, depositor: Depositor): void {
    const receipt = this.#outstanding.add(record, depositor);
    if (receipt === undefined) return;
    const reason = whyRefused(record, this.#maxRecordBytes);
    if (reason === undefined) {
      this.#backlog.lanes.add({ record, bytes: sizeOf(record), receipt, failures: 0 });
      this.#pumpSoon();
    } else receipt.settle({ kind: 'refused', reason });
  }

  async close(graceMs: number): Promise<void> {
    await this.#outstanding.close(graceMs);
    this.#cancelWake();
    this.#retries.close();
    this.#stream.close();
  }

  /** After this I/O turn: what is put in one go goes in one call. */
  #pumpSoon(): void {
    if (this.#isPumpDue) return;
    this.#isPumpDue = true;
    this.#clock.afterIoTurn(() => {
      this.#isPumpDue = false;
      this.#pump();
    });
  }

  #pump(): void {
    this.#cancelWake();
    while (!this.#outstanding.ended.aborted && !this.#backlog.isEmpty) {
      const from = this.#nextCallAt();
      if (from > this.#clock.now()) {
        this.#wakeAt(from);
        return;
      }
      void this.#send(this.#backlog.take());
    }
  }

  #nextCallAt(): number {
    return nextCallAt({
      inFlight: this.#inFlight,
      maxInFlight: this.#maxInFlight,
      pausedUntil: this.#pause.isOn ? this.#pause.until : undefined,
      isWhole: this.#backlog.isWhole,
      lastCallAt: this.#lastCallAt,
    });
  }

  #wakeAt(time: number): void {
    // Else an answer will wake it.
    if (Number.isFinite(time)) this.#cancelWake = this.#clock.at(time, () => this.#pump());
  }

  async #send(parcels: readonly Parcel[]): Promise<void> {
    const failuresBefore = this.#pause.failures;
    const startedAt = this.#clock.now();
    this.#lastCallAt = startedAt;
    this.#inFlight += 1;
    const said = await call(this.#stream, parcels);
    this.#inFlight -= 1;
    if (said instanceof PutError) this.#callFailed(parcels, said, failuresBefore);
    else this.#answered(said, this.#clock.now() - startedAt);
    this.#pump();
  }

  #answered({ stored, storedBytes, failed, complaints }: CallReport, durationMs: number): void {
    this.#pause.answered();
    for (const parcel of stored) this.#end(parcel, { kind: 'durable' });
    for (const parcel of failed) this.#retries.add(parcel);
    this.#hasStored ||= stored.length > 0;
    if (stored.length > 0) this.#listener.wrote(stored.length, storedBytes, durationMs);
    for (const { fault, records, message } of complaints) this.#listener.failed(fault, records, message);
  }

  #callFailed(parcels: readonly Parcel[], { fault, message }: PutError, failuresBefore: number): void {
    if (fault === 'invalid' && this.#searched(parcels, message)) return;
    this.#pause.failed(failuresBefore);
    this.#listener.failed(fault === 'invalid' ? 'denied' : fault, parcels.length, message);
    // At the end of the line, one that may be at fault lets others show whether it is.
    if (fault === 'invalid') this.#backlog.lanes.again(parcels);
    else this.#backlog.lanes.putBack(parcels);
  }

  /** @returns whether the refusal of a call brought the search for the record at fault on */
  #searched(parcels: readonly Parcel[], message: string): boolean {
    const [first, ...others] = parcels;
    if (others.length > 0) this.#backlog.halve(parcels);
    else if (first !== undefined && this.#hasStored) this.#end(first, { kind: 'refused', reason: message });
    else return false;
    return true;
  }

  #end(parcel: Parcel, stored: Stored): void {
    parcel.receipt.settle(stored);
    this.#backlog.lanes.done(parcel);
  }
}
