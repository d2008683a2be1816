// Asks the registry for known vulnerabilities of what runs: high and critical ones fail. A registry that answers no audits (a mirror, often) is no
// failure: it is said, and the rest of CI goes on.
import { spawnSync } from 'node:child_process';

const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], { encoding: 'utf8', shell: process.platform === 'win32' });
const found = parsed(stdout)?.metadata?.vulnerabilities;
if (found === undefined) {
  process.stdout.write('audit: the registry answers no audits; nothing was checked\n');
} else {
  const { critical = 0, high = 0, total = 0 } = found;
  process.stdout.write(`audit: ${total} known vulnerabilities of run-time dependencies, ${high} high, ${critical} critical\n`);
  if (high + critical > 0) process.exitCode = 1;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
