import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Answers that wait for those before them on their connection. */
const queued = new WeakMap<Socket, Set<ServerResponse>>();

/**
 * Has an answer told of the end of its connection, as Node does only for the one whose turn it is: whoever waits for `close` to give back
 * what a request holds would wait for ever, when a client sends requests without waiting for answers and goes away.
 */
export function tellQueued(socket: Socket, response: ServerResponse): void {
  if (response.socket !== null) return;
  const waiting = queued.get(socket) ?? watch(socket);
  waiting.add(response);
  response.once('socket', () => waiting.delete(response));
}

function watch(socket: Socket): Set<ServerResponse> {
  const waiting = new Set<ServerResponse>();
  queued.set(socket, waiting);
  socket.once('close', () => {
    for (const response of waiting) {
      response.destroy();
      response.emit('close');
    }
  });
  return waiting;
}
