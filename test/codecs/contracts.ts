import { readdirSync, readFileSync } from 'node:fs';
import type { Headers } from '../../src/kernel/headers.ts';

/** A request or a reply of an example, in its own bytes. */
export interface ExampleMessage {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Buffer;
}

interface ExampleFile {
  readonly status?: number;
  readonly contentType: string;
  readonly accept?: string;
  readonly bodyText?: string;
  readonly bodyBase64?: string;
}

const FOLDER = new URL('contracts/', import.meta.url);

/** Every example folder's name. */
export const contracts: readonly string[] = readdirSync(FOLDER).filter((name) => !name.startsWith('_'));

/** Whether requests of a contract may share a call, as its meta.json says. */
export function isBatchable(contract: string): boolean {
  return JSON.parse(textOf(contract, 'meta')).batchable;
}

/** A JSON body is written without white space, its numbers and strings as they stand in the file. */
export function example(contract: string, file: string): ExampleMessage {
  const text = textOf(contract, file);
  const { status = 200, contentType, accept, bodyText, bodyBase64 }: ExampleFile = JSON.parse(text);
  const headers = { 'content-type': contentType, ...(accept === undefined ? {} : { accept }) };
  if (bodyText !== undefined) return { status, headers, body: Buffer.from(bodyText) };
  return { status, headers, body: bodyBase64 === undefined ? rawBody(text) : Buffer.from(bodyBase64, 'base64') };
}

function textOf(contract: string, file: string): string {
  return readFileSync(new URL(`${contract}/${file}.json`, FOLDER), 'utf8');
}

/** `body` is the last member of an example. */
function rawBody(text: string): Buffer {
  const compact = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1');
  const marker = '"body":';
  return Buffer.from(compact.slice(compact.indexOf(marker) + marker.length, -1));
}
