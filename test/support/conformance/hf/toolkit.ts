import { mmsRefusal } from '../mms.ts';
import { type Container, decodeUtf8, type Question, Refusal, reply } from '../port.ts';
import { readRecords, writeRecords } from '../python/csv.ts';
import { readJson } from '../python/json-reader.ts';
import { pythonCompact, writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, typeName, type Value } from '../python/value.ts';
import { pipelineCall, type Task } from './pipeline.ts';

/** The Hugging Face inference toolkit: exact content types, one pipeline call for a request, every fault a 400. */
export function hfToolkit(task: Task): Container {
  return {
    answer: (question) => {
      const accept = question.accept === '' || question.accept === '*/*' ? 'application/json' : question.accept;
      const data = decode(question, task);
      const prediction = task.run(pipelineCall(data.get('inputs') ?? inputsOf(data), data.get('parameters'), question.holds));
      return reply(accept, encode(prediction, accept));
    },
    refuse: mmsRefusal,
  };
}

/** `data.pop("inputs", data)`: an input that is null is one; without any the rest of the body is. */
function inputsOf(data: Dict): Value {
  return data.has('inputs') ? null : new Map([...data].filter(([key]) => key !== 'parameters'));
}

function decode(question: Question, task: Task): Dict {
  const { contentType } = question;
  if (contentType === 'text/csv' && task.takesCsv) return decodeCsv(decodeUtf8(question.body));
  if (contentType === 'text/csv')
    throw new Refusal(`content type ${contentType} not support with this task, use different content_type`);
  if (contentType !== 'application/json') {
    throw new Refusal(`Content type ${contentType} is not supported by this framework.`);
  }
  const data = readJson(decodeUtf8(question.body));
  if (isList(data)) throw new Refusal('pop expected at most 1 argument, got 2');
  if (!isDict(data)) throw new Refusal(`'${typeName(data)}' object has no attribute 'pop'`);
  return data;
}

function decodeCsv(text: string): Dict {
  const { header, records } = readRecords(text);
  if (records.length === 0) throw new Refusal('list index out of range');
  if (!['question', 'context', 'inputs'].some((name) => header.includes(name))) {
    throw new Refusal(
      'You need to provide the correct CSV with Header columns to use it with the inference toolkit default handler.',
    );
  }
  const inputs = header.includes('inputs') ? records.map((record) => record.get('inputs') ?? null) : records;
  return dict({ inputs });
}

function encode(prediction: Value, accept: string): string {
  if (accept === 'application/json') return writeJson(prediction, pythonCompact);
  if (accept !== 'text/csv') throw new Refusal(`Accept type ${accept} is not supported by this framework.`);
  const records = isList(prediction) ? prediction : [];
  const dicts = records.filter(isDict);
  if (!isList(prediction) || dicts.length < records.length) throw new Refusal("object has no attribute 'keys'");
  return writeRecords(dicts);
}
