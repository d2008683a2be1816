import { HeldLease } from '../../../../src/sources/kinesis/leases/held-lease.ts';

/** Told of each lease once, when it has come into a worker's hands. */
let told: (held: HeldLease) => void = () => {};
const known = new WeakSet<HeldLease>();
const letGo = new WeakSet<HeldLease>();
const original = Object.getOwnPropertyDescriptors(HeldLease.prototype);

// Nobody outside of a consumer is given its leases; the consumer looks at this as soon as it is.
Object.defineProperty(HeldLease.prototype, 'lease', {
  get(this: HeldLease) {
    if (!known.has(this)) {
      known.add(this);
      told(this);
    }
    return original.lease.get?.call(this);
  },
});

HeldLease.prototype.release = function (this: HeldLease): Promise<void> {
  letGo.add(this);
  return original.release.value?.call(this) ?? Promise.resolve();
};

/** Whether its worker is done with it, though it may not have heard yet that the table knows. */
export function isLetGo(held: HeldLease): boolean {
  return letGo.has(held);
}

/** One listener at a time: runs are made one after the other. */
export function onHeld(listener: (held: HeldLease) => void): void {
  told = listener;
}
