import type { Value } from './value.ts';

/** What all systems have said something to. */
export interface Joined {
  /** Of each item; the number of its line where records have no ids. */
  readonly ids: readonly string[];
  readonly references: readonly Value[];
  /** By system. */
  readonly predictions: readonly (readonly Value[])[];
  /** Ids of references that one of the systems has no prediction for. */
  readonly missing: readonly string[];
  /** Ids of predictions that have no reference. */
  readonly surplus: readonly string[];
  /** `request`: each answer is that to a request made of the reference's own record. */
  readonly by: 'id' | 'line' | 'request';
  /** Where the two that a metric compares come from, for messages: `said.jsonl:7, expected.jsonl:3`. */
  readonly placeOf: (item: number, system: number) => string;
}
