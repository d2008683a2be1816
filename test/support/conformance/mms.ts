import { type Refusal, type Reply, reply } from './port.ts';

/** The error body of Multi Model Server, in which every exception of the handler is a 400. */
export function mmsRefusal(refusal: Refusal): Reply {
  const { status, message } = refusal;
  const body = JSON.stringify({ code: status, type: 'InternalServerException', message: `${message} : ${status}` }, null, 2);
  return reply('application/json', `${body}\n`, status);
}
