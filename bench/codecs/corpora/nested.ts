import type { Corpus } from './corpus.ts';
import type { Draw } from './draw.ts';

/** How many entries a list of each level has. */
const ENTRIES = { events: [1, 6], tags: [0, 4], points: [1, 4] } as const;

export const nested: Corpus = {
  name: 'nested',
  facts: 'records with objects in lists on 4 to 6 levels: short strings, small numbers, booleans, nulls',
  item: (draw) => JSON.stringify(record(draw)),
};

function record(draw: Draw): object {
  return {
    id: name(draw, 12),
    active: draw.between(0, 1) === 1,
    account: { plan: draw.oneOf(['free', 'basic', 'pro']), seats: draw.between(1, 40), parent: null, region: name(draw, 2) },
    events: several(draw, ENTRIES.events, () => event(draw)),
    parent: draw.between(0, 3) === 0 ? { id: name(draw, 12), links: [{ to: name(draw, 8), weight: draw.between(0, 9) }] } : null,
  };
}

function event(draw: Draw): object {
  return {
    type: draw.oneOf(['view', 'click', 'purchase', 'search']),
    at: 1_700_000_000 + draw.between(0, 10_000_000),
    user: { name: `${name(draw, 5)} ${name(draw, 7)}`, new: draw.between(0, 4) === 0, score: draw.between(0, 1000) / 1000 },
    tags: several(draw, ENTRIES.tags, () => name(draw, draw.between(2, 9))),
    path: several(draw, ENTRIES.points, () => ({ x: draw.between(-99, 99), y: draw.between(-99, 99), hit: null })),
    context: { page: { name: name(draw, 6), referrer: null, flags: [true, false, draw.between(0, 1) === 1] } },
  };
}

function several<T>(draw: Draw, [least, most]: readonly [number, number], make: () => T): T[] {
  return draw.times(draw.between(least, most), make);
}

function name(draw: Draw, letters: number): string {
  return draw.times(letters, () => String.fromCharCode(draw.between(0x61, 0x7a))).join('');
}
