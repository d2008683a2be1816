import assert from 'node:assert/strict';
import { test } from 'node:test';
import { demoBanner } from '../../src/cli/banner.ts';

test('the banner shows a command to try, and where to look', () => {
  const banner = demoBanner({ url: 'http://127.0.0.1:8080', adminUrl: 'http://127.0.0.1:9090' });
  const command = /^ {2}curl -s (\S+) -H '([^']+)' -d '([^']+)'$/m.exec(banner);
  assert.equal(command?.[1], 'http://127.0.0.1:8080/invocations');
  assert.equal(command?.[2], 'content-type: application/json');
  assert.deepEqual(JSON.parse(command?.[3] ?? ''), {
    inputs: 'I want to run a marathon in spring',
    parameters: { candidate_labels: ['health', 'finance', 'career'] },
  });
  assert.match(banner, /http:\/\/127\.0\.0\.1:8080\/docs/);
  assert.match(banner, /http:\/\/127\.0\.0\.1:9090\/console/);
  assert.match(banner, /http:\/\/127\.0\.0\.1:9090\/metrics/);
});
