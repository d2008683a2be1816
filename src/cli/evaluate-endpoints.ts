import {
  answerRecord,
  guessedPlace,
  type Joined,
  joinAnswers,
  PREDICTIONS,
  type Value,
  type ValueFile,
  valuesAt,
} from '../evaluation/index.ts';
import type { Asking as EndpointAsking, RunProgress } from '../gateway/transform/index.ts';
import { BadUsage } from './bad-usage.ts';
import { CommandFailure } from './command-failure.ts';
import type { CliContext } from './context.ts';
import { trace } from './exit-code.ts';
import { named } from './named.ts';
import { ProgressLine } from './progress-line.ts';
import { readConfig } from './read-config.ts';
import { progressText } from './show-transform.ts';
import { textOf } from './text-option.ts';

export interface AskOptions {
  readonly endpoint?: readonly string[];
  readonly compareUnbatched?: true;
  readonly config?: string;
  readonly id: string;
  readonly prediction?: string;
  readonly template?: string | undefined;
  readonly bodyText?: string;
  readonly inputFilter?: string;
  readonly contentType: string;
  readonly accept?: string;
}

/** One asking of all records. */
interface Asking {
  readonly system: string;
  readonly endpoint: string;
  readonly batchStrategy: 'MultiRecord' | 'SingleRecord';
}

/** As long as an evaluation may go without an answer. */
const GIVE_UP_MS = 60_000;

/** Asks each endpoint for all records, one endpoint after the other. @throws {CommandFailure} when one cannot be asked, or it was stopped */
export async function askEndpoints(
  endpoints: readonly string[],
  references: ValueFile,
  options: AskOptions,
  context: CliContext,
): Promise<{ readonly systems: readonly string[]; readonly joined: Joined }> {
  const config = await readConfig(options.config, context);
  const template = await textOf('--template', options.template);
  const askings = askingsOf(endpoints, options.compareUnbatched === true);
  const stop = new AbortController();
  void context.stopAsked().then(() => stop.abort());
  const answers = [];
  for (const { system, endpoint, batchStrategy } of askings) {
    const request = requestOf(endpoint, named('--endpoint', config.endpoints, endpoint), batchStrategy, { ...options, template });
    const lines = await ask(system, references, request, context, stop.signal);
    answers.push(valuesIn(system, lines, options.prediction, context));
  }
  return { systems: askings.map(({ system }) => system), joined: joinAnswers(references, answers, options.id) };
}

function askingsOf(endpoints: readonly string[], comparesUnbatched: boolean): readonly Asking[] {
  const askings = endpoints.map((endpoint) => ({ system: endpoint, endpoint, batchStrategy: 'MultiRecord' as const }));
  if (new Set(endpoints).size < endpoints.length)
    throw new BadUsage('--endpoint: expected different names; --compare-unbatched compares one with itself');
  if (!comparesUnbatched) return askings;
  const [only] = endpoints;
  if (only === undefined || endpoints.length > 1) throw new BadUsage('--compare-unbatched: expected one --endpoint');
  return [...askings, { system: `${only}, unbatched`, endpoint: only, batchStrategy: 'SingleRecord' }];
}

function requestOf(
  endpoint: string,
  config: EndpointAsking['config'],
  batchStrategy: Asking['batchStrategy'],
  { contentType, accept, inputFilter, template, bodyText }: AskOptions,
): EndpointAsking {
  return {
    endpoint,
    config,
    records: {
      splitType: 'Line',
      assembleWith: 'Line',
      contentType,
      accept,
      inputFilter,
      outputFilter: undefined,
      joinSource: 'None',
      template,
      bodyText,
      hyperParams: undefined,
      idField: undefined,
      header: 'none',
      onFailure: 'null',
    },
    calls: {
      maxPayloadBytes: undefined,
      maxConcurrentTransforms: undefined,
      batchStrategy,
      maxRetries: 3,
      timeoutMs: undefined,
      giveUpAfterMs: GIVE_UP_MS,
    },
  };
}

async function ask(
  system: string,
  { records }: ValueFile,
  request: EndpointAsking,
  { stderr, env }: CliContext,
  stop: AbortSignal,
): Promise<readonly (Buffer | undefined)[]> {
  const { answersTo, TransformRefused, GaveUp } = await import('../gateway/transform/index.ts');
  const line = new ProgressLine(`evaluate ${system}`, stderr, env);
  const lines = records.map(({ json }) => json);
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

/** What is compared of each answer; undefined where there is none. */
function valuesIn(
  system: string,
  answers: readonly (Buffer | undefined)[],
  pointer: string | undefined,
  { stderr }: CliContext,
): readonly (Value | undefined)[] {
  const given = answers.flatMap((answer, index) => (answer === undefined ? [] : [{ line: index + 1, answer }]));
  if (given.length === 0) throw new CommandFailure(`evaluate ${system}`, 'no record was answered');
  const records = given.map(({ line, answer }) => answerRecord(line, answer));
  const place = pointer ?? guessedPlace(system, records, PREDICTIONS, '--prediction');
  if (pointer === undefined) stderr.write(`evaluate: ${system}: --prediction "${place}"\n`);
  const values = valuesAt(system, records, place);
  const byLine = new Map(given.map(({ line }, index) => [line, values[index]]));
  return answers.map((_, index) => byLine.get(index + 1));
}
