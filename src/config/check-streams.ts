import { oneOf } from './expectation.ts';
import type { Finding } from './finding.ts';
import { found } from './found.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';
import { suggestion } from './suggestion.ts';

/**
 * A stream names an endpoint that there is, and a time to begin at exactly where it begins at a time; what it writes is not what it
 * reads, results and dead letters go to different places, and no two streams have one lease table or one registered consumer.
 */
export function checkStreams(streams: Mapping, endpoints: readonly string[]): readonly Finding[] {
  const each = Object.entries(streams).flatMap(([name, stream]) =>
    isMapping(stream)
      ? [
          ...checkEndpoint(name, stream, endpoints),
          ...checkStart(name, stream),
          ...checkConsumer(name, stream),
          ...checkPlaces(name, stream),
        ]
      : [],
  );
  return [...each, ...checkTables(streams), ...checkConsumers(streams)];
}

/** Results or dead letters in the source stream would be read again, without end. */
function checkPlaces(name: string, stream: Mapping): readonly Finding[] {
  const source = placeOf(own(stream, 'source'));
  const results = placeOf(own(stream, 'sink'));
  const letters = placeOf(own(stream, 'onFailure'));
  const findings: Finding[] = [];
  const add = (key: string, place: Place, expected: string): void => {
    const last = place.kind === 'jsonl' ? 'path' : 'streamName';
    findings.push({ path: ['streams', name, key, last], at: 'value', expected, found: found(place.name) });
  };
  if (results !== undefined && isSame(results, source)) add('sink', results, 'another stream than the source');
  if (letters !== undefined && isSame(letters, source)) add('onFailure', letters, 'another stream than the source');
  else if (letters !== undefined && isSame(letters, results)) add('onFailure', letters, 'another place than that of the results');
  return findings;
}

interface Place {
  readonly kind: string;
  readonly name: string;
  /** Of a stream, where it is, as far as that is said. */
  readonly region: unknown;
  readonly endpointUrl: unknown;
}

function placeOf(options: unknown): Place | undefined {
  if (!isMapping(options)) return undefined;
  const kind = own(options, 'type');
  const name = own(options, kind === 'jsonl' ? 'path' : 'streamName');
  if (typeof kind !== 'string' || typeof name !== 'string') return undefined;
  return { kind, name, region: own(options, 'region'), endpointUrl: own(options, 'endpointUrl') };
}

function isSame(one: Place, other: Place | undefined): boolean {
  const mayBe = (a: unknown, b: unknown): boolean => a === undefined || b === undefined || a === b;
  if (other === undefined || one.kind !== other.kind || one.name !== other.name) return false;
  return mayBe(one.region, other.region) && mayBe(one.endpointUrl, other.endpointUrl);
}

function checkTables(streams: Mapping): readonly Finding[] {
  const owners = new Map<unknown, string>();
  const findings: Finding[] = [];
  for (const [name, stream] of Object.entries(streams)) {
    const source = isMapping(stream) ? own(stream, 'source') : undefined;
    if (!isMapping(source)) continue;
    const table = own(source, 'leaseTable') ?? `tidegate-${name}`;
    const owner = owners.get(table);
    const path = ['streams', name, 'source', 'leaseTable'];
    if (owner !== undefined)
      findings.push({ path, at: 'value', expected: `another table than that of \`${owner}\``, found: found(table) });
    owners.set(table, name);
  }
  return findings;
}

/** Each would take the subscriptions of the other, every few seconds. */
function checkConsumers(streams: Mapping): readonly Finding[] {
  const consumers = Object.entries(streams).flatMap(([name, stream]) => {
    const source = isMapping(stream) ? own(stream, 'source') : undefined;
    const place = placeOf(source);
    if (!isMapping(source) || place === undefined || own(source, 'consumer') !== 'enhanced-fan-out') return [];
    return [{ name, place, consumer: own(source, 'consumerName') ?? `tidegate-${name}` }];
  });
  return consumers.flatMap(({ name, place, consumer }, index) => {
    const owner = consumers.slice(0, index).find((other) => other.consumer === consumer && isSame(place, other.place));
    if (owner === undefined) return [];
    const path = ['streams', name, 'source', 'consumerName'];
    return [{ path, at: 'value', expected: `another consumer than that of \`${owner.name}\``, found: found(consumer) }];
  });
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

function checkConsumer(name: string, stream: Mapping): readonly Finding[] {
  const source = own(stream, 'source');
  if (!isMapping(source) || own(source, 'consumerName') === undefined) return [];
  const consumer = own(source, 'consumer');
  const path = ['streams', name, 'source', 'consumerName'];
  return consumer === 'enhanced-fan-out'
    ? []
    : [{ path, at: 'key', expected: 'consumer: enhanced-fan-out beside it', found: found(consumer) }];
}
