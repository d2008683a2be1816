import type { InvokeEndpointCommand } from '@aws-sdk/client-sagemaker-runtime';
import type { Headers } from '../../kernel/headers.ts';
import { asHttpRequest } from './http-messages.ts';

/**
 * Gives the command's HTTP request the headers of the call as they are, before it is signed: no mapping to the API's members
 * and back, and those that are no part of the API (the hop header) travel too. The SDK declares every body without a content
 * type as application/octet-stream; a caller that sent none gets none, as containers choose their decoder by it.
 */
export function sendHeaders(command: InvokeEndpointCommand, headers: Headers): void {
  command.middlewareStack.add(
    (next) => (args) => {
      const request = asHttpRequest(args.request);
      delete request.headers['content-type'];
      Object.assign(request.headers, headers);
      return next(args);
    },
    { step: 'build', name: 'tidegateCallHeaders' },
  );
}
