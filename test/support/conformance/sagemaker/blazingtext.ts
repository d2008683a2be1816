import { refusePoison } from '../model/content.ts';
import { probability, unit } from '../model/numbers.ts';
import { type Container, decodeUtf8, Refusal, reply } from '../port.ts';
import { readJson } from '../python/json-reader.ts';
import { writeJson } from '../python/json-writer.ts';
import { type Dict, dict, isDict, isList, type Value } from '../python/value.ts';

/** BlazingText's classifier: sentences in, a bare list out; the content type and Accept must be equal. */
export const blazingText: Container = {
  answer: (question) => {
    const { contentType, accept, holds } = question;
    if (!['', '*/*', contentType].includes(accept)) throw new Refusal('Content type and accept type must be the same');
    const text = decodeUtf8(question.body);
    if (contentType === 'application/json') return reply(contentType, writeJson(fromJson(text, holds)));
    if (contentType === 'application/jsonlines') return reply(contentType, fromLines(text, holds));
    throw new Refusal(`Content type ${contentType} is not supported`, 415);
  },
  refuse: ({ status, message }) => reply('text/plain', message, status),
};

function fromJson(text: string, holds: (items: number) => void): Value {
  const request = readJson(text);
  const instances = isDict(request) ? request.get('instances') : undefined;
  if (!isDict(request) || !isList(instances)) throw new Refusal('Missing or invalid "instances"');
  holds(instances.length);
  const configuration = request.get('configuration');
  const labelCount = isDict(configuration) ? configuration.get('k') : undefined;
  return instances.map((instance) => classify(instance, labelCount));
}

function fromLines(text: string, holds: (items: number) => void): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  holds(lines.length);
  const answers = lines.map((line) => {
    const record = readJson(line);
    if (!isDict(record)) throw new Refusal('A line must be an object with "source"');
    return classify(record.get('source'), record.get('k'));
  });
  return answers.map((answer) => `${writeJson(answer)}\n`).join('');
}

function classify(sentence: Value | undefined, labelCount: Value | undefined): Dict {
  if (typeof sentence !== 'string') throw new Refusal('An instance must be a sentence');
  refusePoison(sentence);
  const ranked = ['__label__pos', '__label__neg', '__label__käse', '__label__other']
    .map((label) => ({ label, rank: unit('label', sentence, label), prob: probability('prob', sentence, label) }))
    .sort((a, b) => b.rank - a.rank)
    .slice(0, typeof labelCount === 'bigint' ? Number(labelCount) : 1);
  return dict({ label: ranked.map(({ label }) => label), prob: ranked.map(({ prob }) => prob) });
}
