import type { Family } from '../family.ts';
import { JsonRequest } from '../json-request/request.ts';
import { JSON_TYPE } from './content-types.ts';
import { jsonSamples } from './sample.ts';
import { embedShape } from './tei.ts';
import { hasCandidateLabels, zeroShotShape } from './zero-shot.ts';

/** The embedded model's two contracts; what is beside the items tells them apart. */
export const EMBEDDED: Family = {
  name: 'embedded',
  aliases: [],
  about:
    'The embedded model: `hf-zero-shot-classification` where there are `candidate_labels`, else `tei-embed` without its bound.',
  source: 'this project',
  samples: jsonSamples({ inputs: 'red' }, { inputs: 'blue' }),
  forms: ({ maxRows, maxItems }) => {
    const zeroShot = zeroShotShape(maxRows);
    return [
      {
        contentTypes: JSON_TYPE,
        doc: {
          request: '`{"inputs": text or list, "parameters": {…}}`',
          reply: 'as the two families',
          cost: 'texts times labels; tokens',
          injected: 'zero-shot: `parameters.batch_size`',
        },
        request: new JsonRequest({
          shapes: [{ ...embedShape, choose: (rest) => (hasCandidateLabels(rest) ? zeroShot : undefined) }],
          maxItems,
        }),
      },
    ];
  },
};
