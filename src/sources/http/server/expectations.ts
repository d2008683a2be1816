import type { RequestListener, Server, ServerResponse } from 'node:http';

/**
 * What `expect` asks for. Node would answer an expectation that it does not know with 417 and no JSON; it may be left aside (RFC 9110,
 * 10.1.1). And it would write `100 Continue` for a request behind others at once: inside the answer to it, behind the head, when that has its turn.
 */
export function meetExpectations(server: Server, handler: RequestListener): void {
  server.on('checkExpectation', handler);
  server.on('checkContinue', (request, response) => {
    if (response.socket !== null) response.writeContinue();
    else response.once('socket', () => continueLate(response));
    handler(request, response);
  });
}

/** Its turn has come; if its answer is there already, nobody needs to be told to go on. */
function continueLate(response: ServerResponse): void {
  if (!response.headersSent) response.writeContinue();
}
