import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentsOf, filesBelow, mappingsIn, textOf } from './files.ts';

const GUIDE = textOf('docs/deploy.md');

/** What the first columns of a section's tables name, in backticks. */
function explainedIn(title: string): ReadonlySet<string> {
  const [, section = ''] = new RegExp(`^## ${title}$([\\s\\S]*?)(?=^## )`, 'm').exec(GUIDE) ?? [];
  const cells = [...section.matchAll(/^\| ([^|]*) \|/gm)].map(([, cell = '']) => cell);
  return new Set(cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)));
}

function assertExplained(title: string, files: readonly string[]): void {
  const explained = explainedIn(title);
  for (const file of files) {
    const keys = new Set(
      documentsOf(file).flatMap((document) => mappingsIn(document).flatMap((mapping) => Object.keys(mapping))),
    );
    assert.deepEqual(
      [...keys].filter((key) => !explained.has(key)),
      [],
      `fields of ${file} of which docs/deploy.md says nothing`,
    );
  }
}

test('docs/deploy.md explains every field of the sidecar example', () => {
  const files = filesBelow('deploy/kubernetes/examples/sidecar', /\.yaml$/);
  assert.equal(files.length, 6);
  assertExplained('In front of a model \\(Kubernetes\\)', files);
});

test('docs/deploy.md explains every field of the ECS task', () => {
  assertExplained('ECS, beside a caller', ['deploy/ecs/task-definition.json']);
});

test('deploy/README.md names every folder of deploy/', () => {
  for (const folder of [
    'prometheus',
    'grafana',
    'compose',
    'kubernetes',
    'helm/tidegate',
    'ecs',
    'cloudformation',
    'systemd',
    'image',
  ])
    assert.ok(textOf('deploy/README.md').includes(`(${folder}/`), folder);
});
