import { contentOf, isNan, refusePoison } from '../model/content.ts';
import { generated } from '../model/text.ts';
import { Refusal } from '../port.ts';
import { type Dict, dict, isDict, isList, type Value } from '../python/value.ts';
import { contextOf, countOf, each, type Task, textOf } from './pipeline.ts';

/** text2text-generation, summarization, translation: N texts with one sequence each lose a level of nesting. */
export function text2text(key: 'generated_text' | 'summary_text' | 'translation_text'): Task {
  return {
    takesCsv: true,
    run: (call) => {
      if (typeof call.inputs !== 'string' && !isList(call.inputs)) {
        throw new Refusal('`args[0]` has the wrong format. It should be either of type `str` or type `list`');
      }
      const count = sequencesOf(call.parameters);
      const result = each(call, (item) => sequences(textOf(item), call.parameters).map((text) => dict({ [key]: text })));
      return isList(call.inputs) && count === 1 && isList(result) ? result.flatMap((row) => row) : result;
    },
  };
}

/** text-generation: a list for each prompt, of one too; a list of messages is ONE conversation. */
export const textGeneration: Task = {
  takesCsv: true,
  run: (call) => {
    if (isConversation(call.inputs))
      return each({ ...call, inputs: new Map([['chat', call.inputs]]) }, (item) => chat(item, call.parameters));
    if (isList(call.inputs) && call.inputs.every(isConversation) && call.inputs.length > 0) {
      return each(call, (item) => chat(new Map([['chat', item]]), call.parameters));
    }
    const whole = call.parameters.get('return_full_text') !== false;
    return each(call, (item) => {
      const prompt = textOf(item);
      return sequences(prompt, call.parameters).map((text) => dict({ generated_text: whole ? prompt + text : text }));
    });
  },
};

function isConversation(value: Value): boolean {
  return isList(value) && value.length > 0 && value.every((message) => isDict(message) && message.has('role'));
}

function chat(item: Value, parameters: Dict): Value {
  const messages = isDict(item) ? item.get('chat') : undefined;
  const turns = isList(messages) ? messages : [];
  const content = contentOf(turns);
  refusePoison(content);
  return sequences(content, parameters).map((text) =>
    dict({ generated_text: [...turns, dict({ role: 'assistant', content: text })] }),
  );
}

function sequences(prompt: string, parameters: Dict): string[] {
  if (isNan(prompt)) throw new Refusal('probability tensor contains either `inf`, `nan` or element < 0');
  const context = contextOf(parameters);
  return Array.from({ length: sequencesOf(parameters) }, (_, at) => generated(prompt, context, String(at)));
}

function sequencesOf(parameters: Dict): number {
  const count = countOf(parameters, 'num_return_sequences', 1);
  const beams = countOf(parameters, 'num_beams', 1);
  if (count > beams && parameters.get('do_sample') !== true) {
    throw new Refusal(`\`num_return_sequences\` (${count}) has to be smaller or equal to \`num_beams\` (${beams}).`);
  }
  return count;
}
