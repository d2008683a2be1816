import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../../cli/tidegate.ts';

/** A folder that looks like the checkout, and can be written to; `tidegate` is in its `.bin`. */
export function checkout(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidegate-docs-'));
  for (const name of readdirSync(ROOT)) if (!name.startsWith('.')) symlinkSync(path.join(ROOT, name), path.join(folder, name));
  mkdirSync(path.join(folder, '.bin'));
  writeFileSync(path.join(folder, '.bin/tidegate'), '#!/bin/sh\nexec node dist/main.js "$@"\n', { mode: 0o755 });
  return folder;
}
