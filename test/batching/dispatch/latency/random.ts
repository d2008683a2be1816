import { Mulberry32 } from '../../../support/mulberry32.ts';

/** What is drawn from Mulberry32. */
export class Random extends Mulberry32 {
  /** 0..1, 1 excluded. */
  uniform(): number {
    return this.next();
  }

  /** 1..most */
  whole(most: number): number {
    return 1 + Math.floor(this.uniform() * most);
  }

  /** Box and Muller. */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
  }

  lognormal(sigma: number): number {
    return Math.exp(sigma * this.normal());
  }
}
