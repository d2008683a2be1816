import { refuseEmbed } from './refusal.ts';

/** `{"inputs": "text" | ["text", ...], "truncate"?: bool, "normalize"?: bool}`, the form of Text Embeddings Inference. */
export interface EmbedRequest {
  readonly form: 'embed';
  /** At least one, none of them empty. */
  readonly texts: readonly string[];
  /** Whether a text of too many tokens is cut; otherwise it is refused. */
  readonly truncate: boolean;
}

/** Fields of other names are ignored; `normalize` too, since the model's own last step normalises. @throws {Refusal} */
export function parseEmbedRequest({ inputs, truncate = true, normalize = true }: Record<string, unknown>): EmbedRequest {
  const texts = typeof inputs === 'string' ? [inputs] : inputs;
  if (!isTextList(texts)) throw refuseEmbed('`inputs` must be a string or a list of strings');
  if (texts.length === 0 || texts.includes('')) throw refuseEmbed('`inputs` cannot be empty');
  if (typeof truncate !== 'boolean') throw refuseEmbed('`truncate` must be a boolean');
  if (typeof normalize !== 'boolean') throw refuseEmbed('`normalize` must be a boolean');
  return { form: 'embed', texts, truncate };
}

function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
