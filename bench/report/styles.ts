import type { SeriesStyle } from '../../src/plot/series.ts';

/**
 * How each contestant looks, the same in every plot: told apart by colour (with colour blindness too), by marker, and where lines may
 * cover each other by dashes.
 */
const STYLES: Readonly<Record<string, SeriesStyle>> = {
  gateway: { color: '#0a5ca8', width: 3, dash: '', marker: 'circle' },
  'gateway-inprocess': { color: '#1b8a8f', width: 1.8, dash: '7 3', marker: 'square' },
  'gateway-unbatched': { color: '#c24a00', width: 1.8, dash: '', marker: 'triangle' },
  clairvoyant: { color: '#7a3b9c', width: 1.8, dash: '3 3', marker: 'diamond' },
  'plain-proxy': { color: '#8a6a00', width: 1.8, dash: '7 3', marker: 'square' },
  direct: { color: '#555555', width: 1.8, dash: '2 3', marker: 'circle' },
  'ready-made': { color: '#187a36', width: 1.8, dash: '', marker: 'diamond' },
  linger: { color: '#3d6b1f', width: 1.8, dash: '7 3', marker: 'square' },
  eager: { color: '#8a6a00', width: 1.8, dash: '', marker: 'triangle' },
  kserve: { color: '#555555', width: 1.8, dash: '', marker: 'square' },
  triton: { color: '#c24a00', width: 1.8, dash: '3 3', marker: 'circle' },
  cork: { color: '#7a3b9c', width: 1.8, dash: '', marker: 'diamond' },
};

/** For whoever has no style of its own, by its place. */
const SPARE = ['#b3175f', '#3d6b1f', '#6b4a2b', '#2f3e9e', '#9a3324'];
const TIMES_AROUND = [
  { dash: '', marker: 'square' },
  { dash: '7 3', marker: 'triangle' },
  { dash: '3 3', marker: 'diamond' },
] as const;

export function styleOf(contestant: string, place: number): SeriesStyle {
  const around = TIMES_AROUND[Math.floor(place / SPARE.length) % TIMES_AROUND.length] ?? TIMES_AROUND[0];
  return STYLES[contestant] ?? { color: SPARE[place % SPARE.length] ?? '#000000', width: 1.8, ...around };
}
