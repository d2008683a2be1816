import { type Law, linear } from './law.ts';

/** A server that answers one call after another, as GPUs do. */
const ONE_BY_ONE = { concurrency: 1, cap: 32 };

export const SERIAL: Law = {
  name: 'serial',
  facts: 'a call takes 10 ms and 0.5 ms per item, one call at a time',
  points: linear(10, 0.5),
  ...ONE_BY_ONE,
};

/** The same with no contention at all. */
export const PARALLEL: Law = {
  ...SERIAL,
  name: 'parallel',
  facts: 'a call takes 10 ms and 0.5 ms per item, whatever else is under way',
  concurrency: 4096,
};

/** What is left is what those cost who stand before it. */
export const INSTANT: Law = {
  name: 'instant',
  facts: 'a call takes no time',
  points: linear(0, 0),
  concurrency: 4096,
  cap: 64,
};

export const BERT: Law = {
  name: 'bert',
  facts: 'as BERT-base on a T4 in fp16: a call takes 9.1 ms and 2.4 ms per text, one call at a time',
  points: linear(9.1, 2.4),
  ...ONE_BY_ONE,
};

export const BART: Law = {
  name: 'bart',
  facts: 'as BART-large, zero-shot, texts with 9 labels: a call takes 20 ms and 7 ms per text and label, one call at a time',
  points: linear(20, 9 * 7),
  concurrency: 1,
  cap: 8,
};

export const SLOW: Law = {
  name: 'slow',
  facts: 'a call takes 40 ms and 2 ms per item, one call at a time',
  points: linear(40, 2),
  ...ONE_BY_ONE,
};

/** Tokens that are generated for each text. */
const NEW_TOKENS = 5;

export const T5: Law = {
  name: 't5',
  facts: `as T5 on a V100 in fp16, ${NEW_TOKENS} new tokens: a step takes 53, 96, 95 and 134 ms at 1, 8, 32 and 128 texts, one call at a time`,
  points: [
    [1, 53 * NEW_TOKENS],
    [8, 96 * NEW_TOKENS],
    [32, 95 * NEW_TOKENS],
    [128, 134 * NEW_TOKENS],
  ],
  ...ONE_BY_ONE,
};
