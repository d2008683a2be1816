/** The demo's streams. */
export const INPUT = 'tickets';
export const RESULTS = 'tickets-scored';
export const DEAD_LETTERS = 'tickets-dead';
