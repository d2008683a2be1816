/** A request that the model does not take; `status` and `body` are the answer to it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;
  readonly body: object;

  constructor(status: number, body: object, message: string) {
    super(message);
    this.status = status;
    this.body = body;
  }
}

/** As Text Embeddings Inference words it; 413 stands for too many tokens there. */
export function refuseEmbed(message: string, status: 400 | 413 = 400): Refusal {
  return new Refusal(status, { error: `Input validation error: ${message}`, error_type: 'Validation' }, message);
}

/** As the Hugging Face inference toolkit words whatever its pipeline throws. */
export function refuseZeroShot(message: string): Refusal {
  return new Refusal(400, { code: 400, type: 'InternalServerException', message }, message);
}
