import { type EmbedRequest, parseEmbedRequest } from './embed-request.ts';
import { refuseEmbed } from './refusal.ts';
import { parseZeroShotRequest, type ZeroShotRequest } from './zero-shot-request.ts';

/** Reads a body as the form it shows: zero-shot where `parameters.candidate_labels` is present. @throws {Refusal} */
export function parseRequest(body: Uint8Array): EmbedRequest | ZeroShotRequest {
  const request = parseJson(body);
  if (!isObject(request)) throw refuseEmbed('the body must be a JSON object');
  const { parameters } = request;
  if (isObject(parameters) && 'candidate_labels' in parameters) return parseZeroShotRequest(request, parameters);
  return parseEmbedRequest(request);
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw refuseEmbed('the body must be JSON');
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
