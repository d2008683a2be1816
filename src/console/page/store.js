/** @import { CallPoint, EndpointTick, Hello, Row, Tick } from '../feed.ts' */
/** @import { Happening } from '../feed.ts' */

const MOST_POINTS = 200;
const MOST_HAPPENINGS = 200;

/**
 * What is remembered of one endpoint, by column, as it is drawn.
 * @typedef {object} Past
 * @property {number[][]} columns
 * @property {readonly CallPoint[]} points
 */

/** What the page knows. A hello replaces all of it: after a restart of the gateway nothing of the one before is left. */
export class Store {
  /** @type {Hello | undefined} */
  hello;
  /** @type {Tick | undefined} */
  tick;
  /** @type {Map<string, Past>} */
  #past = new Map();
  /** By their ids; the newest last. @type {Map<number, Happening>} */
  #happenings = new Map();

  /** @param {Hello} hello */
  begin(hello) {
    this.hello = hello;
    this.tick = hello;
    this.#happenings = new Map(hello.happenings.map((each) => [each.id, each]));
    this.#past = new Map(
      Object.entries(hello.history).map(([name, { rows, points }]) => [name, { columns: columnsOf(rows), points }]),
    );
  }

  /** @param {Tick} tick */
  add(tick) {
    this.tick = tick;
    for (const { name, row, points } of tick.endpoints) this.#append(name, row, points);
    for (const each of tick.happenings) this.#happenings.set(each.id, each);
    for (const id of this.#happenings.keys()) {
      if (this.#happenings.size <= MOST_HAPPENINGS) break;
      this.#happenings.delete(id);
    }
  }

  /** @param {string} name @returns {EndpointTick | undefined} */
  endpoint(name) {
    return this.tick?.endpoints.find((each) => each.name === name);
  }

  /** @param {string} name */
  past(name) {
    return this.#past.get(name);
  }

  /** Those that began last first: one that goes on stays in its place. */
  happenings() {
    return [...this.#happenings.values()].toReversed();
  }

  /**
   * @param {string} name
   * @param {Row} row
   * @param {readonly CallPoint[]} points
   */
  #append(name, row, points) {
    const past = this.#past.get(name);
    if (past === undefined || this.hello === undefined) return;
    past.points = [...past.points, ...points].slice(-MOST_POINTS);
    past.columns.forEach((column, index) => column.push(/** @type {number} */ (row[index])));
    const surplus = (past.columns[0]?.length ?? 0) - this.hello.historyTicks;
    if (surplus > 0) for (const column of past.columns) column.splice(0, surplus);
  }
}

/**
 * @param {readonly Row[]} rows
 * @returns {number[][]}
 */
function columnsOf(rows) {
  const width = rows[0]?.length ?? 0;
  return Array.from({ length: width }, (_, column) => rows.map((row) => /** @type {number} */ (row[column])));
}
