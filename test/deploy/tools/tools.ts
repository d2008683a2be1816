import { type ExecFileException, execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../cli/tidegate.ts';
import { type Mapping, scalar } from '../files.ts';

/** Where fetch.sh puts them. */
const FETCHED = path.join(ROOT, '.cache/deploy-tools');

/** A tool's file; undefined when it is absent. */
function fileOf(tool: string): string | undefined {
  const folders = [path.join(FETCHED, 'bin'), path.join(FETCHED, 'py/bin'), ...(process.env['PATH'] ?? '').split(path.delimiter)];
  return folders.map((folder) => path.join(folder, tool)).find((file) => existsSync(file));
}

/** Options of a test that needs tools: skipped, by their names, where one is absent. */
export function needs(...tools: readonly string[]): { readonly skip: string | false } {
  const absent = tools.filter((tool) => fileOf(tool) === undefined && !existsSync(path.join(FETCHED, 'npm/node_modules', tool)));
  return { skip: absent.length > 0 && `ABSENT: ${absent.join(', ')}` };
}

interface Said {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function runTool(tool: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Said> {
  const options = { cwd: ROOT, maxBuffer: 64 * 1024 ** 2, env: { ...process.env, ...env } };
  return new Promise((resolve) => {
    execFile(fileOf(tool) ?? tool, args, options, (error: ExecFileException | null, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** Its stdout. @throws {Error} when it fails */
export async function outputOf(
  tool: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await runTool(tool, args, env);
  if (code !== 0) throw new Error(`${tool} ${args.join(' ')} ended with ${code}:\n${stdout}\n${stderr}`);
  return stdout;
}

const MODELS: Readonly<Record<string, string>> = {
  ScaledObject: 'keda/keda.sh/v1alpha1',
  PrometheusRule: 'prometheus-operator/monitoring.coreos.com/v1',
  ServiceMonitor: 'prometheus-operator/monitoring.coreos.com/v1',
};

interface Model {
  /** @throws {Error} saying what is wrong with it */
  validate(): void;
}

/** Whether it is a custom resource whose operator's schema is there. */
export function isCustom(resource: Mapping): boolean {
  return scalar(resource['kind']) in MODELS;
}

/** A custom resource, by the schema of its operator. @throws {Error} saying what is wrong with it */
export async function assertCustomResource(resource: Mapping): Promise<void> {
  const kind = scalar(resource['kind']);
  const file = path.join(FETCHED, 'npm/node_modules/@kubernetes-models', MODELS[kind] ?? '', `${kind}.js`);
  const module = (await import(pathToFileURL(file).href)) as Record<string, new (of: Mapping) => Model>;
  const OfKind = module[kind];
  if (OfKind === undefined) throw new Error(`No schema of ${kind}`);
  new OfKind(resource).validate();
}
