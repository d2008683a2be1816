/**
 * Run after a change of package-lock.json: `node .ci/complete-lockfile.mjs`.
 *
 * A registry may serve the binaries of some platforms only. npm then leaves the others out of the lock file, and refuses that
 * very file in `npm ci` ("Missing: … from lock file"). This adds them as npm itself writes them: optional, bound to their
 * platform, so that they are installed where they belong and skipped everywhere else.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const CPUS = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const lock = JSON.parse(readFileSync(FILE, 'utf8'));

function platform(name) {
  const words = name.split('/').pop().split('-');
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : undefined;
  const cpu = CPUS.filter((each) => words.includes(each));
  const os = SYSTEMS.filter((each) => words.includes(each));
  if (os.length !== 1 || cpu.length !== 1) throw new Error(`Expected an os and a cpu in the name of ${name}`);
  return { cpu, ...(libc === undefined ? {} : { libc }), optional: true, os };
}

for (const parent of Object.values(lock.packages)) {
  if (parent.optional && parent.os) continue;
  for (const [name, version] of Object.entries(parent === lock.packages[''] ? {} : (parent.optionalDependencies ?? {}))) {
    const place = `node_modules/${name}`;
    if (lock.packages[place] !== undefined || !/^\d+\.\d+\.\d+$/.test(version)) continue;
    lock.packages[place] = { version, ...(parent.dev ? { dev: true } : {}), ...platform(name) };
  }
}

const order = Object.keys(lock.packages).sort((a, b) => (a < b ? -1 : 1));
lock.packages = Object.fromEntries(order.map((place) => [place, lock.packages[place]]));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
