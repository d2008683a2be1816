import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

interface Import {
  /** Relative to src. */
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
}

/** Which files of other rooms a room may import; every room may import the kernel. */
const ALLOWED: Readonly<Record<string, readonly RegExp[]>> = {
  kernel: [],
  plot: [],
  auth: [],
  batching: [],
  codecs: [],
  upstreams: [],
  endpoints: [/^batching\//, /^codecs\/port\.ts$/, /^upstreams\/port\.ts$/],
  sinks: [],
  sources: [/^auth\/(port|events)\.ts$/, /^endpoints\/port\.ts$/, /^sinks\/(port|options)\.ts$/],
  telemetry: [
    /^auth\/events\.ts$/,
    /^batching\/(events|port)\.ts$/,
    /^endpoints\/(events|port)\.ts$/,
    /^sources\/.*events\.ts$/,
    /^sinks\/port\.ts$/,
  ],
  console: [/^batching\/(events|port)\.ts$/, /^sources\/.*events\.ts$/],
  config: [/\/options\.ts$/],
  evaluation: [],
  proving: [/^batching\/port\.ts$/, /^codecs\/port\.ts$/, /^endpoints\//, /^upstreams\/port\.ts$/],
  // Of `proving` what stands at the top of it, which is for both.
  tuning: [
    /^batching\/port\.ts$/,
    /^codecs\/port\.ts$/,
    /^endpoints\//,
    /^upstreams\/port\.ts$/,
    /^proving\/(?!index\.ts$)[^/]+\.ts$/,
    /^plot\//,
  ],
  gateway: [/^(auth|batching|codecs|config|console|endpoints|proving|sinks|sources|telemetry|tuning|upstreams)\//],
  cli: [/^gateway\//, /^config\//, /^evaluation\//, /^proving\//, /^tuning\//],
  'main.ts': [/^cli\//],
};

/** Packages that one room has to itself. */
const OWNED: Readonly<Record<string, RegExp>> = {
  pino: /^telemetry\//,
  'prom-client': /^telemetry\//,
  '@aws-sdk/client-sagemaker-runtime': /^upstreams\/sagemaker\//,
  '@aws-sdk/client-kinesis': /^(sinks|sources)\/kinesis\//,
  '@aws-sdk/client-dynamodb': /^sources\/kinesis\/leases\//,
  '@aws-sdk/client-s3': /^sources\/jsonl\/s3\//,
  'onnxruntime-node': /^upstreams\/embedded\//,
  undici: /^upstreams\/http\//,
  '@opentelemetry/api': /^telemetry\/traces\//,
  '@opentelemetry/core': /^telemetry\/traces\//,
  '@opentelemetry/exporter-trace-otlp-proto': /^telemetry\/traces\//,
  '@opentelemetry/resources': /^telemetry\/traces\//,
  '@opentelemetry/sdk-trace-base': /^telemetry\/traces\//,
  yaml: /^config\//,
  commander: /^cli\//,
};

const FILES = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => file.endsWith('.ts'));

function specifiers(file: string): { specifier: string; typeOnly: boolean }[] {
  const text = readFileSync(path.join(SRC, file), 'utf8');
  const statements = text.matchAll(/^(?:import|export)\s+(type\s+)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const dynamic = text.matchAll(/\bimport\(\s*'([^']+)'\s*\)/g);
  return [
    ...[...statements].map(([, type, specifier]) => ({ specifier: specifier ?? '', typeOnly: type !== undefined })),
    ...[...dynamic].map(([, specifier]) => ({ specifier: specifier ?? '', typeOnly: false })),
  ];
}

const IMPORTS: readonly Import[] = FILES.flatMap((from) =>
  specifiers(from)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, typeOnly }) => ({ from, to: path.posix.join(path.posix.dirname(from), specifier), typeOnly })),
);

function room(file: string): string {
  return file.split('/')[0] ?? file;
}

/** Within upstreams, sources and sinks each folder is a room of its own beside the port; what doors that pull share is in `pulled`. */
function isOwnRoom(from: string, to: string): boolean {
  if (room(from) !== room(to)) return false;
  if (!['upstreams', 'sources', 'sinks'].includes(room(from))) return true;
  const [, fromFolder] = from.split('/');
  const [, toFolder, rest] = to.split('/');
  return rest === undefined || toFolder === 'pulled' || fromFolder === toFolder;
}

test('the walk over the sources finds their imports', () => {
  assert.ok(FILES.length > 40);
  assert.ok(IMPORTS.some(({ from, to }) => from === 'endpoints/endpoint.ts' && to === 'batching/batcher.ts'));
  assert.ok(IMPORTS.some(({ from, to }) => from === 'gateway/create-upstream.ts' && to === 'upstreams/http/index.ts'));
});

test('every import follows an arrow of the architecture', () => {
  const wrong = IMPORTS.filter(({ from, to }) => {
    if (isOwnRoom(from, to) || to.startsWith('kernel/')) return false;
    return !ALLOWED[room(from)]?.some((allowed) => allowed.test(to));
  });
  assert.deepEqual(wrong, []);
});

test('telemetry and the console know the rooms that they watch by their types alone', () => {
  const wrong = IMPORTS.filter(
    ({ from, to, typeOnly }) => /^(telemetry|console)\//.test(from) && !/^(telemetry|console|kernel)\//.test(to) && !typeOnly,
  );
  assert.deepEqual(wrong, []);
});

test('packages are used in their own room only', () => {
  const wrong = FILES.flatMap((file) =>
    specifiers(file)
      .filter(({ specifier }) => OWNED[specifier] !== undefined && !OWNED[specifier].test(file))
      .map(({ specifier }) => `${file} imports ${specifier}`),
  );
  assert.deepEqual(wrong, []);
});

test('only main.ts reads argv, the environment and signals', () => {
  const wrong = FILES.filter(
    (file) =>
      file !== 'main.ts' && /\bprocess\.(argv|env|exit\(|(on|once)\('SIG)/.test(readFileSync(path.join(SRC, file), 'utf8')),
  );
  assert.deepEqual(wrong, []);
});

test('no file imports itself by way of others', () => {
  const graph = new Map<string, string[]>();
  for (const { from, to, typeOnly } of IMPORTS) if (!typeOnly) graph.set(from, [...(graph.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(file), [...trail, file].join(' -> '));
    if (done.has(file)) return;
    for (const next of graph.get(file) ?? []) visit(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
});
