/** The next time at which a request comes; never before the last one. */
export type Arrivals = () => number;
