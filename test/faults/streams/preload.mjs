// Loaded into a gateway before all else, for what can be broken from within alone.

/** A wall clock that is wrong; the monotonic one is right. */
const shiftMs = Number(process.env['TEST_CLOCK_SHIFT_MS'] ?? 0);
if (shiftMs !== 0) {
  const RealDate = Date;
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      if (args.length === 0) super(RealDate.now() + shiftMs);
      else super(...args);
    }

    static now() {
      return RealDate.now() + shiftMs;
    }
  };
}

/** An event loop that stands still. */
const blockMs = Number(process.env['TEST_BLOCK_MS'] ?? 0);
if (blockMs > 0)
  process.on('SIGUSR2', () => {
    const end = performance.now() + blockMs;
    while (performance.now() < end);
  });
