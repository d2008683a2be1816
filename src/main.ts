#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { runCli, trace } from './cli/index.ts';

/** A signal's exit code is 128 plus its number. */
const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

function stopAsked(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const [signal, exitCode] of SIGNALS) {
      process.on(signal, () => {
        if (asked) process.exit(exitCode);
        asked = true;
        resolve();
      });
    }
  });
}

/** What is typed is shown by the terminal itself, and Ctrl-C is the signal that it always is. */
function answer(): Promise<string> {
  const lines = createInterface({ input: process.stdin, terminal: false });
  return new Promise<string>((resolve) => {
    lines.once('line', resolve);
    lines.once('close', () => resolve(''));
  }).finally(() => lines.close());
}

function packageVersion(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return version;
}

// An unhandled rejection comes this way as well. What state the process is in nobody knows: it says so and ends.
process.on('uncaughtException', (error) => {
  process.stderr.write(`tidegate: internal fault: ${trace(error)}\n`);
  process.exit(1);
});

const exitCode = await runCli({
  argv: process.argv.slice(2),
  env: process.env,
  version: packageVersion(),
  stdout: process.stdout,
  stderr: process.stderr,
  answer: process.stdin.isTTY && process.stderr.isTTY ? answer : undefined,
  stopAsked,
  onReloadAsked: (reload) => void process.on('SIGHUP', reload),
});
// Not left to an empty event loop, which an idle connection could keep from coming; but only when all is written.
process.stdout.write('', () => process.exit(exitCode));
