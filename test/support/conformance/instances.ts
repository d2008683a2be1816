import { contentOf, isNan, refusePoison } from './model/content.ts';
import { longInteger, unit } from './model/numbers.ts';
import { generated } from './model/text.ts';
import { type Container, decodeUtf8, mediaType, Refusal, reply } from './port.ts';
import { readJson } from './python/json-reader.ts';
import { writeJson } from './python/json-writer.ts';
import { dict, isDict, isList, type Value, without } from './python/value.ts';

type Predict = (content: string, context: string) => Value;

interface Manner {
  readonly predict: Predict;
  readonly refuse: Container['refuse'];
}

/** A list of instances in, a list of predictions out; whatever else the body says goes for all of them. */
function instanceServer({ predict, refuse }: Manner): Container {
  return {
    answer: (question) => {
      if (mediaType(question.contentType) !== 'application/json')
        throw new Refusal(`Unsupported content type ${question.contentType}`);
      const request = readJson(decodeUtf8(question.body));
      const instances = isDict(request) ? request.get('instances') : undefined;
      if (!isDict(request) || !isList(instances)) throw new Refusal('Expected "instances" to be a list');
      question.holds(instances.length);
      const context = writeJson(without(request, 'instances'));
      const predictions = instances.map((instance) => {
        if (instance === null) throw new Refusal('an instance is None');
        const content = contentOf(instance);
        refusePoison(content);
        return predict(content, context);
      });
      return reply('application/json', writeJson(dict({ predictions })));
    },
    refuse,
  };
}

/** KServe's V1 protocol over a model that gives ints no double holds, and NaN. */
export const kserveV1 = instanceServer({
  predict: (content, context) => (isNan(content) ? Number.NaN : classOf(content, context)),
  refuse: ({ status, message }) => reply('application/json', JSON.stringify({ error: message }), status),
});

function classOf(content: string, context: string): Value {
  return unit('is it long', content) < 0.5 ? longInteger(content, context) : BigInt(Math.floor(unit(content, context) * 1e9));
}

/** TorchServe with service_envelope=json. */
export const torchserve = instanceServer({
  predict: (content, context) => generated(content, context),
  refuse: ({ status, message }) =>
    reply('application/json', `${JSON.stringify({ code: status, type: 'InternalServerException', message }, null, 2)}\n`, status),
});
