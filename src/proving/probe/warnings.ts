import type { OpenedEndpoint } from '../opened-endpoint.ts';
import type { Findings } from './findings.ts';

const AUTOSCALING =
  'Autoscaling: SageMakerVariantInvocationsPerInstance counts calls, and calls fall by the mean batch size. Lower the target by the same factor, or the endpoint scales in under full load.';
const DATA_CAPTURE =
  'Data capture: it records joined payloads, one record a call. An InferenceId names one request and cannot be passed for several: requests that carry one go alone.';
const LIST_OF_ONE =
  'A list of one is answered in a shape of its own. No joined call is affected, for one item goes as its caller wrote it; a caller that sends such a list gets that shape, with or without the gateway.';
const LIST_OF_ONE_FAILED = 'A list of one is refused.';
const TWINS =
  'Both requests are answered alike, so answers that are mixed up would not be seen. Give requests with different answers by --input.';
const UNSTEADY = 'The model answers one request differently each time: only shapes were compared.';

/** What to know beside the verdict. */
export function warningsOf({ upstreamType }: OpenedEndpoint, findings: Findings): readonly string[] {
  const { verdict, listOfOne, twins, answers, latency, injection } = findings;
  return [
    listOfOne === 'in-a-shape-of-its-own' ? LIST_OF_ONE : undefined,
    listOfOne === 'failed' ? LIST_OF_ONE_FAILED : undefined,
    twins ? TWINS : undefined,
    answers === 'same-shape' ? UNSTEADY : undefined,
    injection !== undefined && !injection.accepted ? `A call with ${injection.parameter} was refused.` : undefined,
    latency?.gain !== undefined && latency.gain < 1 ? 'A batch takes longer than its items one by one.' : undefined,
    ...(upstreamType === 'sagemaker' && verdict === 'fits' ? [AUTOSCALING, DATA_CAPTURE] : []),
  ].filter((warning) => warning !== undefined);
}
