import { oneOf } from './expectation.ts';
import type { Finding, Path } from './finding.ts';
import { found } from './found.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';
import { suggestion } from './suggestion.ts';

/** Credentials are for endpoints that there are, and there is a way in at all; no access key is configured twice. */
export function checkAuth(auth: Mapping, endpoints: readonly string[]): readonly Finding[] {
  const sigv4 = own(auth, 'sigv4');
  const tokens = entries(own(auth, 'tokens'), ['auth', 'tokens']);
  const keys = isMapping(sigv4) ? entries(own(sigv4, 'keys'), ['auth', 'sigv4', 'keys']) : [];
  const allowed = [...tokens, ...keys].flatMap(({ path, options }) =>
    checkNames(own(options, 'endpoints'), [...path, 'endpoints'], endpoints),
  );
  const anonymous = own(auth, 'anonymous');
  const nobody = tokens.length + keys.length === 0 && Array.isArray(anonymous) && anonymous.length === 0;
  return [
    ...(nobody ? [{ path: ['auth'], at: 'key', expected: 'tokens, keys or anonymous endpoints', found: 'none' } as const] : []),
    ...allowed,
    ...checkNames(anonymous, ['auth', 'anonymous'], endpoints),
    ...checkKeys(keys),
  ];
}

interface Entry {
  readonly path: Path;
  readonly options: Mapping;
}

function entries(mapping: unknown, at: Path): readonly Entry[] {
  if (!isMapping(mapping)) return [];
  return Object.entries(mapping).flatMap(([name, options]) => (isMapping(options) ? [{ path: [...at, name], options }] : []));
}

function checkNames(names: unknown, path: Path, endpoints: readonly string[]): readonly Finding[] {
  if (!Array.isArray(names)) return [];
  return names.flatMap((name: unknown, index): readonly Finding[] =>
    typeof name !== 'string' || endpoints.includes(name)
      ? []
      : [{ path: [...path, index], at: 'value', expected: oneOf(endpoints), found: found(name) + suggestion(name, endpoints) }],
  );
}

function checkKeys(keys: readonly Entry[]): readonly Finding[] {
  const ids = keys.map(({ options }) => own(options, 'accessKeyId'));
  return keys.flatMap(({ path }, index): readonly Finding[] => {
    const id = ids[index];
    if (id === undefined || ids.indexOf(id) === index) return [];
    return [{ path: [...path, 'accessKeyId'], at: 'value', expected: 'each access key once', found: `${found(id)} again` }];
  });
}
