import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../cli/tidegate.ts';
import { alertsOf, RULES_FILE, readRules } from './world/rules.ts';
import { PROMTOOL } from './world/tools.ts';

const FOLDER = path.join(ROOT, 'deploy/prometheus');
const CASES = readdirSync(path.join(FOLDER, 'tests')).map((file) => path.join(FOLDER, 'tests', file));
const run = promisify(execFile);
const promtool = (args: readonly string[]) => run(PROMTOOL, args);

test('promtool finds no fault with rules and config', async () => {
  const { stdout } = await promtool(['check', 'rules', '--lint=all', '--lint-fatal', RULES_FILE]);
  assert.match(stdout, /SUCCESS/);
  await promtool(['check', 'config', '--lint-fatal', path.join(FOLDER, 'prometheus.yml')]);
});

test('promtool sees alerts fire, and not fire, after the times of production', async () => {
  await promtool(['test', 'rules', ...CASES]).catch(({ stdout, stderr }: { stdout: string; stderr: string }) =>
    assert.fail(`${stdout}${stderr}`),
  );
});

test('each alert has such a test, and one in which its fault is caused', () => {
  const read = (files: readonly string[]): string => files.map((file) => readFileSync(file, 'utf8')).join('');
  const cases = read(CASES);
  const caused = read(['endpoints', 'streams', 'processes'].map((of) => path.join(ROOT, `test/prometheus/${of}.prometheus.ts`)));
  for (const { alert } of alertsOf(readRules())) {
    assert.ok(cases.includes(`alertname="${alert}"`), alert);
    assert.match(caused, new RegExp(`'${alert}\\b`));
  }
});
