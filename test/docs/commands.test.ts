import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import { type Command, commandsOf, MARKS } from './markdown/commands.ts';
import { documents } from './markdown/documents.ts';
import { filesShownIn, PREPARED, RUNNING } from './session/prepared.ts';
import { Session } from './session/session.ts';
import { calling, type StandIn, startStandIn } from './session/stand-in.ts';

/** Whose every command another test runs, as it says itself: test/examples/transform.test.ts. */
const ELSEWHERE = /^examples\/transform\/[^/]+\/README\.md$/;

/** What a command of that name needs, whoever runs it. */
const NEEDS: Readonly<Record<string, (typeof MARKS)[number]>> = {
  aws: 'needs AWS',
  kubectl: 'needs Kubernetes',
  helm: 'needs Kubernetes',
  docker: 'needs Docker',
  sudo: 'needs root',
  jq: 'needs jq',
};

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' };

const DOCUMENTS = documents().map((document) => ({ ...document, commands: commandsOf(document) }));

test('there are commands, marked ones, and ones that print something', () => {
  const all = DOCUMENTS.flatMap(({ commands }) => commands);
  const counted = [all, all.filter(({ mark }) => mark !== undefined), all.filter(({ prints }) => prints !== undefined)];
  assert.ok(
    counted.every(({ length }, index) => length >= [60, 20, 6][index]!),
    String(counted.map(({ length }) => length)),
  );
});

test('a command that needs more than npm says so where it stands', () => {
  const silent = DOCUMENTS.flatMap(({ path, commands }) =>
    commands.filter(isSilent).map(({ line, text }) => `${path}:${line} ${text}`),
  );
  assert.deepEqual(silent, []);
});

/** What readers have at hand, and a bare machine may not. */
const missing = ['bash', 'curl', 'xargs'].filter((tool) => spawnSync(tool, ['--version']).status !== 0);
const skip = missing.length > 0 && `${missing.join(' and ')} not here`;

describe('every other command is run, in the order of its document', () => {
  let standIn: StandIn;
  before(async () => {
    Object.assign(process.env, CREDENTIALS);
    standIn = await startStandIn();
  });
  after(async () => {
    for (const name of Object.keys(CREDENTIALS)) delete process.env[name];
    await standIn.close();
  });

  for (const { path, text, commands } of DOCUMENTS) {
    const quick = commands.filter(({ mark }) => mark === undefined);
    if (quick.length === 0 || ELSEWHERE.test(path)) continue;
    test(path, { timeout: 60_000, skip }, () => runAll(path, text, quick, standIn));
  }
});

function isSilent({ text, mark }: Command): boolean {
  return mark === undefined && NEEDS[text.split(' ', 1)[0] ?? ''] !== undefined;
}

async function runAll(path: string, text: string, commands: readonly Command[], standIn: StandIn): Promise<void> {
  assert.ok(!commands.some(isSilent), 'nothing of it is run');
  const files = Object.entries({ ...filesShownIn(path), ...PREPARED[path] }).map(([name, content]) => [
    name,
    calling(standIn, content),
  ]);
  const env = {
    ...CREDENTIALS,
    CONFORMANCE_URL: standIn.conformanceUrl,
  };
  const session = await Session.begin(text, Object.fromEntries(files), env);
  try {
    for (const first of RUNNING[path] ?? []) await session.run({ text: first, prints: undefined });
    for (const command of commands) await session.run(command);
  } finally {
    await session.end();
  }
}
