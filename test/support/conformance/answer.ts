import { type Container, type Question, Refusal, type Reply, reply } from './port.ts';

/** What a container says: its answer, or its own wording of a refusal. */
export function answerOf(container: Container, question: Question): Reply {
  try {
    return container.answer(question);
  } catch (error) {
    if (error instanceof Refusal) return container.refuse(error);
    return failure(500, `A fault of the conformance server: ${String(error)}`);
  }
}

export function failure(status: number, error: string): Reply {
  return reply('application/json', JSON.stringify({ error }), status);
}
