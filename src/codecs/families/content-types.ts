import type { ContentTypes } from '../content-type.ts';

export const JSON_TYPE: ContentTypes = { names: ['application/json'] };
export const EXACT_JSON: ContentTypes = { names: ['application/json'], parameters: 'exact' };
export const JSON_LINES: ContentTypes = { names: ['application/jsonlines', 'application/x-jsonlines', 'application/x-ndjson'] };
/** `label_size` is what SageMaker's own algorithms take. */
export const CSV: ContentTypes = { names: ['text/csv'], parameters: ['label_size'] };
