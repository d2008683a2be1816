import { isScalar, parseDocument, type Scalar } from 'yaml';
import type { Finding, Path } from './finding.ts';
import { found } from './found.ts';
import { own } from './schema-node.ts';
import type { Source } from './source.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** `$${`, an escape; `${NAME}` or `${NAME:-default}`; or a `${` that begins neither, which is a mistake. */
const REFERENCE = /\$(\$\{)|\$\{([A-Za-z_]\w*)(?::-([^}]*))?\}|\$\{/g;
const WHOLLY_REFERENCE = /^\$\{[^}]*\}$/;
const STRING_TAG = 'tag:yaml.org,2002:str';

/**
 * Puts the environment into the source's string scalars, keys excepted. A scalar that is one reference and nothing else gets
 * the type that YAML would give to the text, quoted or not (JSON cannot but quote it), unless it is tagged `!!str`.
 */
export function substituteEnvironment(source: Source, env: Environment): readonly Finding[] {
  return [...source.nodes()].flatMap(({ path, node }) => (isScalar(node) ? substituteScalar(node, path, env) : []));
}

function substituteScalar(node: Scalar, path: Path, env: Environment): readonly Finding[] {
  if (typeof node.value !== 'string') return [];
  const findings: Finding[] = [];
  const written = node.value;
  const text = written.replace(REFERENCE, (_, escaped?: string, name?: string, fallback?: string) => {
    if (escaped !== undefined) return escaped;
    const value = name === undefined ? undefined : lookUp(env, name, fallback);
    if (value === undefined) findings.push(name === undefined ? malformed(path, written) : unset(path, name));
    return value ?? '';
  });
  node.value = WHOLLY_REFERENCE.test(written) && node.tag !== STRING_TAG ? typed(text) : text;
  return findings;
}

/** As in a shell, `:-` also replaces a variable that is set to nothing. */
function lookUp(env: Environment, name: string, fallback: string | undefined): string | undefined {
  const value = own(env, name);
  return fallback === undefined ? value : value || fallback;
}

/** Only plain scalars are typed: the environment cannot bring in mappings, lists, comments or aliases. */
function typed(text: string): unknown {
  if (text === '') return null;
  const { contents, errors } = parseDocument(text, { logLevel: 'silent' });
  const plain = errors.length === 0 && isScalar(contents) && contents.type === 'PLAIN' && contents.source === text;
  return plain ? contents.value : text;
}

function unset(path: Path, name: string): Finding {
  return { path, at: 'value', expected: `the environment variable ${name}`, found: 'it unset' };
}

function malformed(path: Path, text: string): Finding {
  return { path, at: 'value', expected: '${NAME} or ${NAME:-default} ($${ stands for a plain ${)', found: found(text) };
}

/** Text written so that reading it with substitution gives it back. */
export function escapeReferences(text: string): string {
  return text.replaceAll('${', () => '$${');
}
