import assert from 'node:assert/strict';
import { copyFileSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../../cli/tidegate.ts';
import { queriesOf, readDashboard } from '../../prometheus/world/dashboard.ts';
import { at, documentsOf, filesBelow, scalar, textOf } from '../files.ts';
import { written } from './rendered.ts';
import { needs, outputOf } from './tools.ts';

test('cfn-lint finds no fault with the templates', needs('cfn-lint'), async () => {
  await outputOf('cfn-lint', ['-t', ...filesBelow('deploy/cloudformation', /\.yaml$/)]);
});

const PYTHON = path.join(ROOT, '.cache/deploy-tools/py/bin/python');
const HELD_TO_MODEL = `
import json, sys
import botocore.session, botocore.validate
shape = botocore.session.get_session().get_service_model('ecs').operation_model('RegisterTaskDefinition').input_shape
report = botocore.validate.ParamValidator().validate(json.load(open(sys.argv[1])), shape)
sys.exit(report.generate_report() if report.has_errors() else 0)
`;

test('the ECS task is what RegisterTaskDefinition takes', { skip: !existsSync(PYTHON) && 'ABSENT: botocore' }, async () => {
  await outputOf(PYTHON, ['-c', HELD_TO_MODEL, 'deploy/ecs/task-definition.json']);
});

test('compose.yaml is what the Compose specification says', needs('check-jsonschema'), async () => {
  await outputOf('check-jsonschema', ['--builtin-schema', 'vendor.compose-spec', 'deploy/compose/compose.yaml']);
});

test('promtool finds no fault with what Prometheus is given', needs('promtool'), async () => {
  await outputOf('promtool', ['check', 'config', 'deploy/prometheus/prometheus.yml']);
});

test('promtool finds no fault with what dashboard, scalers and documents ask', needs('promtool'), async () => {
  const dashboard = queriesOf(readDashboard()).map(([, { expr }]) => expr.replaceAll('$__rate_interval', '1m'));
  const [scaler] = documentsOf('deploy/kubernetes/components/keda/scaledobject.yaml');
  const documents = ['docs/metrics.md', 'docs/runbooks.md'].flatMap((file) =>
    [...textOf(file).matchAll(/^```promql\n([\s\S]*?)```$/gm)].map(([, expr]) => expr),
  );
  assert.ok(dashboard.length >= 60 && documents.length >= 8);
  const asked = [...dashboard, ...documents, scalar(at(scaler, 'spec', 'triggers', 0, 'metadata', 'query'))];
  const rules = asked.map((expr, index) => ({ record: `r${index}`, expr }));
  const file = written('rules.yaml', JSON.stringify({ groups: [{ name: 'asked', rules }] }));
  await outputOf('promtool', ['check', 'rules', file]);
});

test('systemd finds no fault with the unit, and little left open', needs('systemd-analyze'), async () => {
  // It looks for the programs of the unit: those of this machine stand in.
  const unit = path.join(mkdtempSync(path.join(tmpdir(), 'tidegate-unit-')), 'tidegate.service');
  copyFileSync(path.join(ROOT, 'deploy/systemd/tidegate.service'), unit);
  await outputOf('systemd-analyze', ['verify', '--man=no', unit]);
  const report = await outputOf('systemd-analyze', ['security', '--offline=true', '--no-pager', unit]);
  const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(report)?.[1]);
  assert.ok(exposure <= 2, report);
});

test('shellcheck finds no fault with the scripts', needs('shellcheck'), async () => {
  await outputOf('shellcheck', [...filesBelow('deploy', /\.sh$/), ...filesBelow('test/deploy', /\.sh$/)]);
});
