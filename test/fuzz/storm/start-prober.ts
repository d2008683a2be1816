import { fork } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Probed, Probing } from './prober.ts';

const PROBER = fileURLToPath(new URL('./prober.ts', import.meta.url));

/** @returns what ends it, and tells what it saw */
export function startProber(context: TestContext, probing: Probing): () => Promise<Probed> {
  const child = fork(PROBER, [JSON.stringify(probing)], { execArgv: ['--import', 'tsx'] });
  context.after(() => child.kill());
  return async () => {
    const told = once(child, 'message', { signal: AbortSignal.timeout(30_000) });
    child.send('enough');
    const [probed] = (await told) as [Probed];
    return probed;
  };
}
