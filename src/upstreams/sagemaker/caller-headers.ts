/**
 * What a caller of InvokeEndpoint may say in headers, content-type and accept apart. Source: the model of
 * `@aws-sdk/client-sagemaker-runtime` (`InvokeEndpointInput`).
 */
export const CALLER_HEADERS: readonly string[] = [
  'x-amzn-sagemaker-custom-attributes',
  'x-amzn-sagemaker-target-model',
  'x-amzn-sagemaker-target-variant',
  'x-amzn-sagemaker-target-container-hostname',
  'x-amzn-sagemaker-inference-id',
  'x-amzn-sagemaker-enable-explanations',
  'x-amzn-sagemaker-inference-component',
  'x-amzn-sagemaker-session-id',
  'x-amzn-sagemaker-prefix-aware-id',
];

/**
 * Those that speak of one request: a session's state, explanations that come in a form of their own, and an id under which the
 * endpoint records this very request and answer.
 */
export const ALONE_HEADERS: readonly string[] = [
  'x-amzn-sagemaker-session-id',
  'x-amzn-sagemaker-enable-explanations',
  'x-amzn-sagemaker-inference-id',
];
