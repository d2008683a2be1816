import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textOf } from './files.ts';

const DOCKERFILE = textOf('Dockerfile');

test('the images run as somebody, by number, who is not root', () => {
  const users = [...DOCKERFILE.matchAll(/^USER (.*)$/gm)].map(([, user]) => user);
  assert.deepEqual(users, ['1000:1000']);
});

test('what runs is made from nothing, of a base without setuid files and npm', () => {
  assert.match(DOCKERFILE, /^FROM scratch AS base\nCOPY --from=runtime \/ \/$/m);
  assert.match(DOCKERFILE, /-perm \/6000 -exec chmod a-s/);
  for (const target of ['embedded', 'gateway']) assert.match(DOCKERFILE, new RegExp(`^FROM base AS ${target}$`, 'm'));
});

test('the base that is built where there is no registry has the names that the Dockerfile uses', () => {
  const script = textOf('deploy/image/build-rootless.sh');
  assert.match(DOCKERFILE, /^ARG NODE_IMAGE=/m);
  assert.match(script, /--build-arg "NODE_IMAGE=\$NODE_IMAGE"/);
  assert.match(script, /node:x:1000:1000/);
});
