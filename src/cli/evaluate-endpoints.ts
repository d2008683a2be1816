import { answerValues, joinAnswers, type ValueFile } from '../evaluation/index.ts';
import type { Answers, AnswersRequest, RunProgress } from '../gateway/transform/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { type Asking, type AskOptions, requestOf } from './evaluate-askings.ts';
import { type Systems, say } from './evaluate-files.ts';
import { trace } from './exit-code.ts';
import { named } from './named.ts';
import { ProgressLine } from './progress-line.ts';
import { readConfig } from './read-config.ts';
import { progressText } from './show-transform.ts';
import { textOf } from './text-option.ts';

/**
 * Asks for all records, one system after the other.
 * @throws {BadUsage} before anything is sent; {CommandFailure} when one cannot be asked, or it was stopped
 */
export async function askEndpoints(
  askings: readonly Asking[],
  references: ValueFile,
  options: AskOptions,
  context: CliContext,
): Promise<Systems> {
  const { endpoints } = await readConfig(options.config, context);
  const template = await textOf('--template', options.template);
  const requests = askings.map((asking) => ({
    system: asking.system,
    request: requestOf(asking, named('--endpoint', endpoints, asking.endpoint), options, template),
  }));
  const stop = new AbortController();
  void context.stopAsked().then(() => stop.abort());
  const lines = references.records.map(({ json }) => json);
  const answered = [];
  for (const { system, request } of requests) {
    const answers = await ask(system, lines, request, context, stop.signal);
    answered.push({ name: system, values: valuesIn(system, answers, options.prediction, context) });
  }
  return { systems: askings.map(({ system }) => system), joined: joinAnswers(references, answered, options.id) };
}

async function ask(
  system: string,
  lines: readonly Buffer[],
  request: AnswersRequest,
  { stderr, env }: CliContext,
  stop: AbortSignal,
): Promise<Answers> {
  const { answersTo, TransformRefused, GaveUp } = await import('../gateway/transform/index.ts');
  const line = new ProgressLine(`evaluate ${system}`, stderr, env);
  const inputBytes = lines.reduce((sum, { length }) => sum + length + 1, 0);
  const told = {
    progress: (now: RunProgress) => line.show(now.doneBytes / inputBytes, () => progressText({ ...now, inputBytes })),
    fault: (thrown: unknown) => stderr.write(`evaluate: internal fault: ${trace(thrown)}\n`),
  };
  try {
    const answers = await answersTo(lines, request, told, stop);
    if (answers === undefined) throw new CommandFailure('evaluate', 'stopped before the end');
    return answers;
  } catch (error) {
    if (error instanceof TransformRefused) throw new BadUsage(error.message);
    throw error instanceof GaveUp ? new CommandFailure(`evaluate ${system}`, error) : error;
  } finally {
    line.end();
  }
}

function valuesIn(system: string, { answers, firstFailure }: Answers, pointer: string | undefined, { stderr }: CliContext) {
  if (answers.every((answer) => answer === undefined))
    throw new CommandFailure(`evaluate ${system}`, `no record was answered; the first: ${firstFailure}`);
  if (firstFailure !== undefined)
    stderr.write(`evaluate: ${system}: not every record was answered; the first: ${firstFailure}\n`);
  const found = answerValues(answers, pointer);
  if (found === undefined) {
    const answer = answers
      .find((each) => each !== undefined)
      ?.toString()
      .slice(0, 200);
    throw new BadUsage(`--prediction: expected where predictions are in answers of ${system} such as ${answer}`);
  }
  if (pointer === undefined) say(stderr, system, 'prediction', found.place);
  return found.values;
}
