import { oneOf } from './expectation.ts';
import type { Finding } from './finding.ts';
import { found } from './found.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';
import { suggestion } from './suggestion.ts';

/** A stream names an endpoint that there is, and a time to begin at exactly where it begins at a time. */
export function checkStreams(streams: Mapping, endpoints: readonly string[]): readonly Finding[] {
  return Object.entries(streams).flatMap(([name, stream]) =>
    isMapping(stream) ? [...checkEndpoint(name, stream, endpoints), ...checkStart(name, stream)] : [],
  );
}

function checkEndpoint(name: string, stream: Mapping, endpoints: readonly string[]): readonly Finding[] {
  const endpoint = own(stream, 'endpoint');
  if (typeof endpoint !== 'string' || endpoints.includes(endpoint)) return [];
  const path = ['streams', name, 'endpoint'];
  return [{ path, at: 'value', expected: oneOf(endpoints), found: found(endpoint) + suggestion(endpoint, endpoints) }];
}

function checkStart(name: string, stream: Mapping): readonly Finding[] {
  const source = own(stream, 'source');
  if (!isMapping(source)) return [];
  const [position, time] = [own(source, 'startingPosition'), own(source, 'startingTimestamp')];
  const path = ['streams', name, 'source', 'startingTimestamp'];
  if (position === 'AT_TIMESTAMP' && time === undefined)
    return [{ path, at: 'value', expected: 'a time to begin at', found: 'nothing' }];
  if (position !== 'AT_TIMESTAMP' && time !== undefined)
    return [{ path, at: 'key', expected: 'startingPosition: AT_TIMESTAMP beside it', found: found(position) }];
  if (typeof time === 'string' && Number.isNaN(Date.parse(time)))
    return [{ path, at: 'value', expected: 'a time that there is', found: found(time) }];
  return [];
}
