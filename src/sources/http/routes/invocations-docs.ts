/** Fields that the SageMaker Runtime API and the gateway itself understand. */
const HEADERS = {
  type: 'object',
  properties: {
    'content-type': { type: 'string', description: 'Of the body; sent on as it is.' },
    accept: { type: 'string', description: 'What the model is asked to answer with.' },
    'x-amzn-sagemaker-custom-attributes': {
      type: 'string',
      description: 'Sent on to SageMaker; requests that differ in it share no call.',
    },
    'x-amzn-sagemaker-target-model': { type: 'string', description: 'The model of a multi-model endpoint; the same holds.' },
    'x-amzn-sagemaker-target-variant': { type: 'string', description: 'The production variant; the same holds.' },
    'x-amzn-sagemaker-target-container-hostname': { type: 'string', description: 'The container of several; the same holds.' },
    'x-amzn-sagemaker-inference-component': { type: 'string', description: 'The inference component; the same holds.' },
    'x-amzn-sagemaker-prefix-aware-id': { type: 'string', description: 'For routing by prefix; the same holds.' },
    'x-amzn-sagemaker-inference-id': { type: 'string', description: 'Sent on; a request that has one goes alone.' },
    'x-amzn-sagemaker-enable-explanations': { type: 'string', description: 'Sent on; a request that has it goes alone.' },
    'x-amzn-sagemaker-session-id': { type: 'string', description: 'Sent on; a request that has one goes alone.' },
    'x-tidegate-max-wait-ms': {
      type: 'string',
      description: 'The longest this request may be held back for batching; 0: not at all.',
    },
    'x-tidegate-timeout-ms': { type: 'string', description: 'The deadline, in milliseconds from arrival.' },
    'x-tidegate-priority': {
      type: 'string',
      description:
        'What goes first: 0 is the highest, queue.priorityLevels - 1 the lowest, the middle one is that of who says nothing.',
    },
  },
};

const ERROR = {
  description: 'An error; its type is in the header x-amzn-errortype.',
  type: 'object',
  properties: {
    Message: { type: 'string' },
    code: { type: 'string', description: 'A stable code, see docs/errors.md.' },
    OriginalStatusCode: { type: 'integer' },
    OriginalMessage: { type: 'string' },
  },
};

const RESPONSES = {
  200: { description: 'What the model would have answered to this request alone.' },
  400: ERROR,
  413: ERROR,
  424: ERROR,
  503: ERROR,
  504: ERROR,
};

const COMMON = { tags: ['inference'], headers: HEADERS, response: RESPONSES };

export const RUNTIME_DOCS = {
  ...COMMON,
  operationId: 'InvokeEndpoint',
  summary: 'InvokeEndpoint of the SageMaker Runtime API. The body is whatever the model takes.',
  params: { type: 'object', properties: { name: { type: 'string', description: 'An endpoint of the configuration.' } } },
};

export const CONTAINER_DOCS = {
  ...COMMON,
  operationId: 'Invocations',
  summary: 'The SageMaker container contract, for the default endpoint.',
};
