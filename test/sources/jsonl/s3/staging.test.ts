import assert from 'node:assert/strict';
import { lstatSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { Staging } from '../../../../src/sources/jsonl/s3/staging.ts';
import { withEnvironment } from '../../../support/s3/environment.ts';

const folder = (): string => mkdtempSync(path.join(tmpdir(), 'tidegate-staging-'));

test('each output has a folder of its own, always the same, for nobody else to read', async (t) => {
  withEnvironment(t, { TMPDIR: folder() });
  const staging = new Staging({ bucket: 'b', key: 'k' });
  await staging.make();
  await staging.make();
  assert.equal(lstatSync(staging.folder).mode & 0o777, 0o700);
  assert.equal(new Staging({ bucket: 'b', key: 'k' }).folder, staging.folder);
  assert.notEqual(new Staging({ bucket: 'b', key: 'kk' }).folder, staging.folder);
  await staging.remove();
  assert.deepEqual(readdirSync(path.dirname(staging.folder)), []);
});

test('a name among the temporary files that is not a folder of ours is not used', async (t) => {
  const temporary = folder();
  withEnvironment(t, { TMPDIR: temporary });
  symlinkSync(folder(), path.dirname(new Staging({ bucket: 'b', key: 'k' }).folder));
  await assert.rejects(new Staging({ bucket: 'b', key: 'k' }).make(), { code: 'refused', message: /--staging-dir says another/ });
});
