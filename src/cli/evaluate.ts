import { Command } from 'commander';
import {
  chooseMetric,
  type Evaluation,
  EvaluationError,
  evaluate,
  RecordError,
  renameLabels,
  showText,
  toHtml,
  toJson,
} from '../evaluation/index.ts';
import { BadUsage } from './bad-usage.ts';
import type { CliContext } from './context.ts';
import { type AskOptions, askings } from './evaluate-askings.ts';
import { askEndpoints } from './evaluate-endpoints.ts';
import { readReferences, readSystems, type Systems } from './evaluate-files.ts';
import { type CompareOptions, compareOptions } from './evaluate-options.ts';
import { checkWritable, writeOutput } from './output-file.ts';
import { configOption } from './read-config.ts';

type EvaluateOptions = CompareOptions & AskOptions;

/** `tidegate evaluate`: how good answers are, from files or asked of endpoints, one system or several side by side. */
export function evaluateCommand(context: CliContext): Command {
  const command = new Command('evaluate').description(
    'compare predictions with references: by id from files, or asked of endpoints',
  );
  for (const option of compareOptions()) command.addOption(option);
  return command
    .option('--endpoint <name...>', 'ask these endpoints instead of reading --predictions')
    .option('--variant <name...>', 'ask these production variants of the one endpoint, side by side')
    .option('--compare-unbatched', 'ask the one endpoint twice, the second time a record a call')
    .option('--template <json>', 'the request of a record, as in transform; @file reads one')
    .option('--body-text <pointer>', 'where a record has the text that is its request body, as in transform')
    .option('--input-filter <path>', 'what of a record is sent, as in transform')
    .option('--content-type <type>', 'of the requests', 'application/json')
    .option('--accept <type>', 'asked of the model')
    .addOption(configOption())
    .option('--json <file>', 'write the figures as JSON; - writes them instead of the table')
    .option('--html <file>', 'write a page with figures, classes and the worst items')
    .action((options: EvaluateOptions) => run(options, context));
}

async function run(options: EvaluateOptions, context: CliContext): Promise<void> {
  try {
    const { stemmer = false, labels, strict, squadVersion, confidence, samples, seed, map, json, html } = options;
    const metrics = options.metric.map((name) => chooseMetric(name, { stemmer, labels, strict, squadVersion }));
    if (json !== undefined && json !== '-') await checkWritable('--json', json);
    if (html !== undefined) await checkWritable('--html', html);
    const { systems, joined } = await systemsOf(options, context);
    const renamed = map === undefined ? joined : renameLabels(joined, map);
    await write(evaluate(systems, renamed, metrics, { confidence, samples, seed }), options, context);
  } catch (error) {
    if (error instanceof RecordError || error instanceof EvaluationError) throw new BadUsage(error.message);
    throw error;
  }
}

async function systemsOf(options: EvaluateOptions, context: CliContext): Promise<Systems> {
  const { predictions } = options;
  const asked = askings(options);
  if ((predictions === undefined) === (asked.length === 0))
    throw new BadUsage('expected --predictions with one file or more, or --endpoint with one name or more');
  const references = await readReferences(options, context);
  return predictions === undefined
    ? askEndpoints(asked, references, options, context)
    : readSystems(predictions, references, options, context);
}

async function write(evaluation: Evaluation, { json, html }: EvaluateOptions, { stdout }: CliContext): Promise<void> {
  const data = `${JSON.stringify(toJson(evaluation), undefined, 2)}\n`;
  stdout.write(json === '-' ? data : showText(evaluation));
  if (json !== undefined && json !== '-') await writeOutput(json, data);
  if (html !== undefined) await writeOutput(html, toHtml(evaluation));
}
