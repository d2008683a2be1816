import type { AnswersRequest } from '../gateway/transform/index.ts';
import { BadUsage } from './bad-usage.ts';

/** Whom `tidegate evaluate` asks, and how. */
export interface AskOptions {
  readonly endpoint?: readonly string[];
  readonly variant?: readonly string[];
  readonly compareUnbatched?: true;
  readonly config?: string;
  readonly id: string;
  readonly prediction?: string;
  readonly template?: string;
  readonly bodyText?: string;
  readonly inputFilter?: string;
  readonly contentType: string;
  readonly accept?: string;
}

/** One asking of all records. */
export interface Asking {
  readonly system: string;
  readonly endpoint: string;
  readonly variant: string | undefined;
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
}

const VARIANT_HEADER = 'x-amzn-sagemaker-target-variant';
/** As long as an evaluation may go without an answer. */
const GIVE_UP_MS = 60_000;

/** One a system; none where no endpoint is to be asked. @throws {BadUsage} */
export function askings({ endpoint: endpoints = [], variant: variants, compareUnbatched }: AskOptions): readonly Asking[] {
  const [only] = endpoints;
  if (variants === undefined && compareUnbatched === undefined) {
    if (hasTwice(endpoints))
      throw new BadUsage('--endpoint: expected different names; --compare-unbatched compares one with itself');
    return endpoints.map((endpoint) => askingOf(endpoint, endpoint));
  }
  const option = variants === undefined ? '--compare-unbatched' : '--variant';
  if (only === undefined || endpoints.length > 1) throw new BadUsage(`${option}: expected one --endpoint`);
  if (variants === undefined)
    return [askingOf(only, only), { ...askingOf(`${only}, unbatched`, only), batchStrategy: 'SingleRecord' }];
  if (compareUnbatched) throw new BadUsage('--compare-unbatched: expected no --variant');
  if (hasTwice(variants)) throw new BadUsage('--variant: expected different names');
  return variants.map((variant) => askingOf(variant, only, variant));
}

function askingOf(system: string, endpoint: string, variant?: string): Asking {
  return { system, endpoint, variant, batchStrategy: 'MultiRecord' };
}

function hasTwice(names: readonly string[]): boolean {
  return new Set(names).size < names.length;
}

/** @param template its text @throws {BadUsage} for a variant that the upstream would not be told of */
export function requestOf(
  { endpoint, variant, batchStrategy }: Asking,
  config: AnswersRequest['config'],
  { contentType, accept, inputFilter, bodyText }: AskOptions,
  template: string | undefined,
): AnswersRequest {
  if (variant !== undefined && !passesVariants(config.upstream))
    throw new BadUsage(`--variant: the upstream of ${endpoint} is not SageMaker, and forwards no ${VARIANT_HEADER}`);
  return {
    endpoint,
    config,
    headers: variant === undefined ? {} : { [VARIANT_HEADER]: variant },
    records: {
      splitType: 'Line',
      assembleWith: 'Line',
      contentType,
      accept,
      inputFilter,
      outputFilter: undefined,
      joinSource: 'None',
      template,
      bodyText,
      hyperParams: undefined,
      idField: undefined,
      header: 'none',
      onFailure: 'null',
    },
    calls: {
      maxPayloadBytes: undefined,
      maxConcurrentTransforms: undefined,
      batchStrategy,
      maxRetries: 3,
      timeoutMs: undefined,
      giveUpAfterMs: GIVE_UP_MS,
    },
  };
}

function passesVariants(upstream: AnswersRequest['config']['upstream']): boolean {
  if (upstream.type === 'sagemaker') return true;
  return upstream.type === 'http' && upstream.forwardHeaders.some((name) => name.toLowerCase() === VARIANT_HEADER);
}
