import { at } from '../../kernel/json/place.ts';
import type { Family } from '../family.ts';
import { JsonReply } from '../json-reply/reply.ts';
import { JsonRequest } from '../json-request/request.ts';
import type { Shape } from '../json-request/shape.ts';
import { takeRows } from '../json-request/take.ts';
import { tensorsRequest } from '../tensors/index.ts';
import { JSON_TYPE } from './content-types.ts';
import { jsonSamples } from './sample.ts';

const instances: Shape = {
  name: 'kserve-v1',
  at: at('instances'),
  take: takeRows,
  single: 'list',
  reply: new JsonReply({ at: [at('predictions')] }),
  // Beside instances, its meaning differs between servers.
  not: ['inputs'],
};

/** The protocols of KServe. */
export const KSERVE: readonly Family[] = [
  {
    name: 'kserve-v1',
    aliases: ['torchserve-json-envelope'],
    about: 'KServe V1, and TorchServe with `service_envelope=json`.',
    source: 'kserve/kserve@aaac4e2 python/kserve/kserve/errors.py; TorchServe documentation, "Request envelopes"',
    alone: 'An empty list; `inputs` beside `instances`.',
    samples: jsonSamples({ instances: [[6.8, 2.8, 4.8, 1.4]] }, { instances: [[6.1, 3.4, 4.5, 1.6]] }),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: { request: '`{"instances": [any, …], …}`', reply: '`{"predictions": [any, …], …}`', cost: 'items' },
        request: new JsonRequest({ shapes: [instances], maxItems }),
      },
    ],
  },
  {
    name: 'kserve-v2',
    aliases: ['triton-v2-binary'],
    about:
      'The Open Inference Protocol, of which a row of every tensor is an item. `id` is kept from the model, and given back. The ' +
      'body may be JSON, or a JSON header and raw tensors, as `inference-header-content-length` or `json-header-size` say.',
    source:
      'kserve/open-inference-protocol specification/protocol/inference_rest.md; triton-inference-server/server `extension_binary_data.md`, `src/sagemaker_server.cc`',
    alone: 'Inputs with unlike numbers of rows; data that does not hold what its shape says; shared-memory regions; sequences.',
    samples: jsonSamples(
      ...[
        [1, 2],
        [3, 4],
      ].map((data) => ({ inputs: [{ name: 'x', shape: [1, 2], datatype: 'FP32', data }] })),
    ),
    forms: ({ maxItems }) => [
      {
        contentTypes: JSON_TYPE,
        doc: { request: '`{"inputs": [tensor, …], …}`', reply: '`{"outputs": [tensor, …], …}`', cost: 'rows' },
        request: tensorsRequest({ binary: false, maxItems }),
      },
      {
        contentTypes: {
          names: ['application/octet-stream', 'application/vnd.sagemaker-triton.binary+json'],
          parameters: ['json-header-size'],
        },
        doc: { request: 'a JSON header, then raw little-endian tensors', reply: 'likewise', cost: 'rows' },
        request: tensorsRequest({ binary: true, maxItems }),
      },
    ],
  },
];
