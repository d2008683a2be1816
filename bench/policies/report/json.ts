import { BASELINES } from '../contestants/baselines.ts';
import { type Compared, goodputRatio, latencyRatio } from '../measure/compared.ts';
import type { Figures } from '../measure/tally.ts';
import type { Found } from '../oracle/search.ts';
import type { PoliciesResult } from './result.ts';
import { claimsOf, rivals, standingOf, sumUp } from './verdict.ts';

/** The result as JSON, a line for each cell, so that what changes from run to run shows in a diff. */
export function jsonOf({ cells, ...about }: PoliciesResult): string {
  const head = {
    benchmark: 'policies',
    ...about,
    baselines: Object.fromEntries(BASELINES.map(({ name, label }) => [name, label])),
    claims: claimsOf(standingOf(cells, ({ heart }) => heart)),
    standings: Object.fromEntries(rivals().map(({ name, figuresOf }) => [name, sumUp(standingOf(cells, figuresOf))])),
  };
  const lines = Object.entries(head).map(([key, value]) => ` ${JSON.stringify(key)}: ${text(value)},`);
  return ['{', ...lines, ' "cells": [', cells.map((cell) => `  ${text(cellOf(cell))}`).join(',\n'), ' ]', '}', ''].join('\n');
}

function cellOf({ cell, facts, window, heart, oracle, baselines, broken }: Compared): unknown {
  return {
    cell,
    ...facts,
    window: [window.from, window.to],
    ratios: ratiosOf(heart, oracle),
    heart,
    oracle: { ...oracle.config, ...oracle.figures },
    baselines: Object.fromEntries(Object.entries(baselines).map(([name, figures]) => [name, ratiosOf(figures, oracle)])),
    ...(broken.length === 0 ? {} : { broken }),
  };
}

/** Latencies of unequal goodputs are not compared. */
function ratiosOf(figures: Figures, oracle: Found): { readonly goodput: number; readonly latency: number | null } {
  return { goodput: goodputRatio(figures, oracle), latency: latencyRatio(figures, oracle) ?? null };
}

/** More digits than mean something make a file hard to read. */
function text(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'number' ? Number(each.toPrecision(5)) : each));
}
