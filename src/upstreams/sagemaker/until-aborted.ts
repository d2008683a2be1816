/**
 * Settles as `work` does, or rejects with the signal's reason as soon as it is aborted: the SDK looks at a signal only while a
 * request is on the wire, not while it gets credentials, and then rejects with an error of its own.
 */
export function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const onAbort = (): void => reject(signal.reason);
    const stopListening = (): void => signal.removeEventListener('abort', onAbort);
    signal.addEventListener('abort', onAbort, { once: true });
    work().then(resolve, reject).finally(stopListening);
  });
}
