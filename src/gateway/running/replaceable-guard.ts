import type { CredentialGuard } from '../../auth/index.ts';
import type { Admission, Guard, OPERATOR, RequestHead } from '../../auth/port.ts';
import type { TidegateError } from '../../kernel/errors.ts';
import type { Reloadable } from '../reloading.ts';

/** The guard of the config in force. */
export class ReplaceableGuard implements Guard, Reloadable {
  #guard: CredentialGuard;

  constructor(guard: CredentialGuard) {
    this.#guard = guard;
  }

  replace(guard: CredentialGuard): void {
    this.#guard = guard;
  }

  reload(): Promise<void> {
    return this.#guard.reload();
  }

  admit(request: RequestHead, wanted: string | typeof OPERATOR): Admission | TidegateError {
    return this.#guard.admit(request, wanted);
  }
}
