import type { CallSignal } from './call-abort.ts';
import { onAbort } from './on-abort.ts';

/**
 * What the promise comes to; rejects with what the signal was aborted with, if that comes first or was before. What becomes of the
 * promise then is nobody's concern.
 * @param cancel called when it is not waited for any more
 */
export function unlessAborted<T>(promise: Promise<T>, signal: CallSignal, cancel: () => void = () => {}): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      cancel();
      reject(signal.reason);
    };
    if (signal.aborted) leave();
    const stay = onAbort(signal, leave);
    const settled = (): void => {
      stay();
      resolve(promise);
    };
    promise.then(settled, settled);
  });
}
