import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Programs } from '../../bench/processes/programs.ts';

const SERVER = "require('node:http').createServer((_q, r) => r.end()).listen(Number(process.argv.at(-1)), '127.0.0.1')";

function evaluated(name: string, source: string) {
  return { name, args: ['--eval', source, '--'], readyPath: '/' };
}

test('a program is up once it answers, and gone after stopAll', async () => {
  const programs = new Programs();
  const url = await programs.start(evaluated('server', SERVER));
  assert.equal((await fetch(url)).status, 200);
  await programs.stopAll();
  await assert.rejects(fetch(url));
});

test('a program that does not start says why', async () => {
  const programs = new Programs();
  const start = programs.start(evaluated('broken one', "console.error('no such model'); process.exitCode = 2"));
  await assert.rejects(start, /broken one did not start \(exit code 2\); it said:\nno such model/);
  await programs.stopAll();
});

test('a program that ends by itself breaks the run', async () => {
  const programs = new Programs();
  await programs.start(evaluated('short-lived one', `${SERVER}; setTimeout(() => process.exit(3), 200)`));
  await assert.rejects(programs.broken, /short-lived one ended by itself \(exit code 3\)/);
  await programs.stopAll();
});
