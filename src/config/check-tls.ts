import type { Finding } from './finding.ts';
import { isMapping, type Mapping, own } from './schema-node.ts';

/** Whoever asks clients for certificates says whose are good. */
export function checkTls(config: Mapping): readonly Finding[] {
  return ['server', 'admin'].flatMap((section): readonly Finding[] => {
    const options = own(config, section);
    const tls = isMapping(options) ? own(options, 'tls') : undefined;
    if (!isMapping(tls) || own(tls, 'clientAuth') !== 'required' || own(tls, 'caFile') !== undefined) return [];
    return [{ path: [section, 'tls', 'caFile'], at: 'value', expected: 'a file, for clientAuth: required', found: 'nothing' }];
  });
}
