import type Plot from 'uplot';

declare global {
  /** Loaded by a script of its own. */
  const uPlot: typeof Plot;
}
