/** Loaded into a gateway before it: its wall clock is off by so much. What is monotonic is not touched. */
const aheadMs = Number(process.env.CLOCK_AHEAD_MS);
const now = Date.now;
const wrongNow = () => now() + aheadMs;

globalThis.Date = new Proxy(Date, {
  get: (target, name) => (name === 'now' ? wrongNow : Reflect.get(target, name)),
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [wrongNow()] : given, as),
  apply: (target) => new target(wrongNow()).toString(),
});
