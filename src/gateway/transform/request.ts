import type { ResolvedEndpoint } from '../../config/index.ts';
import type { HeaderUse } from '../../sources/jsonl/header.ts';

/** What `tidegate transform` is asked for. */
export interface TransformRequest {
  readonly endpoint: string;
  readonly config: ResolvedEndpoint;
  /** Files, folders and `s3://` addresses; `-` is standard input. */
  readonly inputs: readonly string[];
  /** A file for one input, a folder for several or for a folder; or an `s3://` address; `-` is standard output. */
  readonly output: string;
  /** The output's name and `.errors.jsonl` where it is not said. */
  readonly errors: string | undefined;
  /** Where outputs that are objects grow until they are uploaded; by default a folder among the temporary files. */
  readonly stagingFolder?: string | undefined;
  readonly records: RecordOptions;
  /** How calls are made. */
  readonly calls: CallOptions;
  /** Whether what is there may be thrown away. */
  readonly restarts: boolean;
}

/** What records are, and what becomes of their answers: two runs that differ in it write different outputs. */
export interface RecordOptions {
  readonly splitType: 'Line' | 'None';
  readonly assembleWith: 'Line' | 'None';
  /** Of the requests; that of the input's name where it is not said. */
  readonly contentType: string | undefined;
  readonly accept: string | undefined;
  readonly inputFilter: string | undefined;
  readonly outputFilter: string | undefined;
  readonly joinSource: 'None' | 'Input';
  /** JSON text; see `BodyTemplate`. */
  readonly template: string | undefined;
  /** A JSON Pointer: the text there is the body, as it is. */
  readonly bodyText: string | undefined;
  /** JSON, or a dict as Python prints it. */
  readonly hyperParams: string | undefined;
  readonly idField: string | undefined;
  readonly header: HeaderUse;
  /** What stands in the output for a record that failed. */
  readonly onFailure: 'omit' | 'null';
}

/** What is not said here is as the endpoint's config has it. */
export interface CallOptions {
  /** Of a record, and of a joined call, in bytes. */
  readonly maxPayloadBytes: number | undefined;
  readonly maxConcurrentTransforms: number | undefined;
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
  readonly maxRetries: number;
  readonly timeoutMs: number | undefined;
  /** How long to go on without an answer, in milliseconds. */
  readonly giveUpAfterMs: number;
}

/** It cannot be done as it is asked for; the message says in one line what was expected. */
export class TransformRefused extends Error {
  override readonly name = 'TransformRefused';
}
