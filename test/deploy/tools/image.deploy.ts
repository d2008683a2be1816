import { test } from 'node:test';
import { needs, outputOf, runTool } from './tools.ts';

for (const image of ['localhost/tidegate:latest', 'localhost/tidegate:embedded']) {
  test(`${image} is what deploy/README.md says, and runs read-only as nobody`, needs('buildah', 'podman'), async (context) => {
    const { code } = await runTool('buildah', ['inspect', '--type', 'image', image]);
    if (code !== 0) return context.skip(`ABSENT: ${image} (deploy/image/build-rootless.sh)`);
    await outputOf('deploy/image/check.sh', [image]);
  });
}
