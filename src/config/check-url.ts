import { CALLABLE_URL_TITLE, callableUrl } from '../upstreams/http/options.ts';
import type { Finding } from './finding.ts';
import { found } from './found.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';

/** The option that holds the address of the model, by the upstream's type. */
const URL_OPTIONS: Readonly<Record<string, string>> = { http: 'url', sagemaker: 'endpointUrl' };

/** @returns the finding when an endpoint's address is none that could be called: no pattern tells all that a URL may not be. */
export function checkUrl(name: string, endpoint: Mapping): readonly Finding[] {
  const upstream = own(endpoint, 'upstream');
  const option = isMapping(upstream) ? own(URL_OPTIONS, String(own(upstream, 'type'))) : undefined;
  const url = isMapping(upstream) && option !== undefined ? own(upstream, option) : undefined;
  if (option === undefined || typeof url !== 'string' || callableUrl(url) !== undefined) return [];
  const path = ['endpoints', name, 'upstream', option];
  return [{ path, at: 'value', expected: CALLABLE_URL_TITLE, found: found(url) }];
}
