import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '../../src/kernel/clock.ts';
import { DynamoLeaseStore } from '../../src/sources/kinesis/leases/dynamo-lease-store.ts';
import { TEST_CREDENTIALS } from '../support/kinesis/emulators.ts';
import { readBody, serveHttp } from '../support/local-server.ts';
import { at, documentsOf, filesBelow, type Mapping, mappingAt, mappingsIn, type Node, scalar, textOf } from './files.ts';

const FOLDER = 'deploy/cloudformation';
const [STREAMS] = documentsOf(`${FOLDER}/streams.yaml`);

test('the lease table is the one that a worker would make', async (context) => {
  let asked: Mapping | undefined;
  const url = await serveHttp(context, async (request, response) => {
    const body = JSON.parse((await readBody(request)).toString()) as Mapping;
    const operation = String(request.headers['x-amz-target']).split('.')[1];
    if (operation === 'CreateTable') asked = body;
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    if (operation === 'DescribeTable' && asked !== undefined) response.end('{"Table":{"TableStatus":"ACTIVE"}}');
    else if (operation === 'DescribeTable')
      response.writeHead(400).end('{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}');
    else response.end('{}');
  });
  Object.assign(process.env, TEST_CREDENTIALS);
  const store = new DynamoLeaseStore({ region: 'us-east-1', endpointUrl: url, table: 'tidegate-tickets', clock: systemClock });
  await store.ready();
  store.close();
  const { TableName, ...made } = asked ?? {};
  const { TableName: name, ...shipped } = mappingAt(STREAMS, 'Resources', 'Leases', 'Properties');
  assert.deepEqual(shipped, made);
  assert.equal(scalar(name).replace('Sub ', '').replace('${StreamName}', 'tickets'), TableName);
});

test('workers may do what docs/streams.md lists, less making the table', () => {
  const [, polling = '', fanOut = ''] =
    /## On AWS\n[\s\S]*?```json\n([\s\S]*?)```[\s\S]*?```json\n([\s\S]*?)```/.exec(textOf('docs/streams.md')) ?? [];
  const listed = new Set([...actionsIn(JSON.parse(polling) as Node), ...actionsIn(JSON.parse(fanOut) as Node)]);
  listed.delete('dynamodb:CreateTable');
  assert.deepEqual(new Set(actionsIn(at(STREAMS, 'Resources', 'WorkerPolicy'))), listed);
});

test('whoever sends dead letters through again may do what docs/streams.md says of it', () => {
  const [, text = ''] = /- \*\*On AWS\*\* it needs([\s\S]*?)\n\n/.exec(textOf('docs/streams.md')) ?? [];
  const listed = new Set([...text.matchAll(/`(kinesis:\w+)`/g)].map(([, action]) => action ?? ''));
  assert.deepEqual(new Set(actionsIn(at(STREAMS, 'Resources', 'RedrivePolicy'))), listed);
});

test('a gateway without streams may call its endpoint, and nothing else', () => {
  const [template] = documentsOf(`${FOLDER}/gateway-role.yaml`);
  assert.deepEqual(actionsIn(at(template, 'Resources', 'Policy')), ['sagemaker:InvokeEndpoint']);
});

test('nobody may do anything to everything, but where there is nothing to name', () => {
  for (const file of filesBelow(FOLDER, /\.yaml$/)) {
    const [template] = documentsOf(file);
    for (const statement of mappingsIn(at(template, 'Resources')).filter(
      (mapping) => 'Effect' in mapping && 'Resource' in mapping,
    )) {
      assert.ok(!actionsIn(statement).some((action) => action.includes('*')), file);
      if (statement['Resource'] === '*')
        assert.deepEqual(actionsIn(statement), ['ecr:GetAuthorizationToken', 'cloudwatch:PutMetricData']);
    }
  }
});

test('the streams are those of the config of their workers', () => {
  const [config] = documentsOf('deploy/kubernetes/examples/stream/tidegate.yaml');
  const named = (key: string): string =>
    scalar(at(STREAMS, 'Resources', key, 'Properties', 'Name'))
      .replace(/^(Sub|Ref) /, '')
      .replace(/\$\{StreamName\}|^StreamName$/, 'tickets');
  const stream = at(config, 'streams', 'tickets');
  assert.equal(at(stream, 'source', 'streamName'), named('Stream'));
  assert.equal(at(stream, 'sink', 'streamName'), named('Results'));
  assert.equal(at(stream, 'onFailure', 'streamName'), named('DeadLetters'));
  assert.equal(at(STREAMS, 'Parameters', 'StreamName', 'Default'), 'tickets');
});

test('roles have the names by which the manifests call them', () => {
  const roles = filesBelow(FOLDER, /\.yaml$/).flatMap((file) => {
    const parameters = mappingAt(documentsOf(file)[0], 'Parameters');
    return 'RoleName' in parameters ? [at(parameters, 'RoleName', 'Default')] : [];
  });
  const named = filesBelow('deploy', /\.(yaml|json)$/).flatMap((file) => [...textOf(file).matchAll(/role\/(tidegate-[a-z-]+)/g)]);
  assert.deepEqual(new Set(named.map(([, role]) => role)), new Set(roles));
});

function actionsIn(node: Node): string[] {
  return mappingsIn(node).flatMap((mapping) => [mapping['Action'] ?? []].flat().map(String));
}
