import type { ContentTypes } from './content-type.ts';
import type { Message, RequestForm } from './port.ts';

/** A wire contract of a model container: everything that it takes, and what of it may share a call. */
export interface Family {
  readonly name: string;
  /** Other names of it. */
  readonly aliases: readonly string[];
  /** Which container it is of, and what is to be known about it; Markdown. */
  readonly about: string;
  /** Where its facts come from. */
  readonly source: string;
  /** What goes alone, beside what does in every family; Markdown. */
  readonly alone?: string;
  /** Two or more different single requests that may share a call; empty where nothing can be batched. */
  readonly samples: readonly Message[];
  /** None where nothing can be batched. */
  readonly forms: (options: FamilyOptions) => readonly Form[];
}

/** One kind of requests that a container takes. */
export interface Form {
  readonly contentTypes: ContentTypes;
  /** What `Accept` says, if anything, of who may share a call. @default whatever can be answered as text */
  readonly accept?: RegExp;
  /** What is said of it in docs/codecs.md. */
  readonly doc: FormDoc;
  readonly request: RequestForm;
}

/** All Markdown. */
export interface FormDoc {
  readonly request: string;
  readonly reply: string;
  /** What cost counts. */
  readonly cost: string;
  /** What a joined call holds that no caller wrote. */
  readonly injected?: string;
}

export interface FamilyOptions {
  readonly maxRows: number;
  readonly maxItems: number | undefined;
  /** Of the family `json`. */
  readonly json?: JsonOptions;
}

/** What a user says of a container of their own; pointers are JSON Pointers (RFC 6901) through objects. */
export interface JsonOptions {
  readonly items: string;
  readonly results: string;
  readonly accepts: 'list' | 'one' | 'both';
  readonly answersOne: 'list' | 'bare';
  readonly ignored: readonly string[];
  readonly batchSize: string | undefined;
  readonly cost: 'items' | 'tokens';
}
