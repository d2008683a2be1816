/** Whom credentials stand for, and what they are good for. */
export class Caller {
  /** The name in the config: what logs say. */
  readonly name: string;
  readonly isOperator: boolean;
  readonly #endpoints: ReadonlySet<string> | undefined;

  constructor(name: string, endpoints: '*' | readonly string[], isOperator: boolean) {
    this.name = name;
    this.isOperator = isOperator;
    this.#endpoints = endpoints === '*' ? undefined : new Set(endpoints);
  }

  mayCall(endpoint: string): boolean {
    return this.#endpoints === undefined || this.#endpoints.has(endpoint);
  }
}
