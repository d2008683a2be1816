import type { UpstreamOptions } from '../config/index.ts';
import type { CallTarget } from '../telemetry/traces/index.ts';

/** What spans of calls say of where they go: by OpenTelemetry's conventions for HTTP, and for AWS's SDKs. */
export function callTarget(upstream: UpstreamOptions): CallTarget {
  switch (upstream.type) {
    case 'http': {
      const url = new URL(upstream.url);
      const attributes = { 'http.request.method': 'POST', 'url.full': url.origin + url.pathname, ...server(url) };
      return { spanName: `POST ${url.pathname}`, isRemote: true, isToldTrace: true, attributes };
    }
    case 'sagemaker': {
      const { region, endpointUrl } = upstream;
      const attributes = {
        'rpc.system': 'aws-api',
        'rpc.service': 'SageMaker Runtime',
        'rpc.method': 'InvokeEndpoint',
        ...(region === undefined ? {} : { 'cloud.region': region }),
        ...(endpointUrl === undefined ? {} : server(new URL(endpointUrl))),
      };
      // It hands no such header to the container; and one that another instrumentation changes after signing makes the signature void.
      return { spanName: 'SageMaker Runtime/InvokeEndpoint', isRemote: true, isToldTrace: false, attributes };
    }
    case 'embedded':
    case 'simulated':
      return { spanName: `invoke ${upstream.type}`, isRemote: false, isToldTrace: false, attributes: {} };
  }
}

function server({ hostname, port, protocol }: URL): CallTarget['attributes'] {
  const usual = protocol === 'https:' ? 443 : 80;
  return { 'server.address': hostname, 'server.port': port === '' ? usual : Number(port) };
}
