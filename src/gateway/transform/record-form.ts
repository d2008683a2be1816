import type { CallerHeaders } from '../../endpoints/port.ts';
import { BodyText } from '../../sources/jsonl/record/body-text.ts';
import { DataProcessing } from '../../sources/jsonl/record/data-processing.ts';
import { GENERATION, HyperParams } from '../../sources/jsonl/record/hyper-params.ts';
import { TextForm } from '../../sources/jsonl/text-form.ts';
import { BodyTemplate, type Template } from '../../sources/pulled/body-template.ts';
import { type RecordOptions, TransformRefused } from './request.ts';

const CSV = /^text\/csv\s*(;|$)/i;
const JSON_TYPE = /json/i;

/** @throws {TransformRefused} for a filter, template or hyper-parameters that cannot be read, or do not go together */
export function formFactory(
  records: RecordOptions,
  contentType: string,
  more: CallerHeaders = {},
): (preamble?: Buffer) => TextForm {
  const format = CSV.test(contentType) ? 'csv' : 'json';
  if (records.splitType === 'None' && records.header !== 'none')
    throw new TransformRefused('--header: expected records of lines; with --split-type None the first of them is the whole file');
  if (format === 'csv') refuseJsonOnly(records);
  if (records.bodyText !== undefined) refuseBesideText(records, contentType);
  const { inputFilter, outputFilter, joinSource, accept, idField: id } = records;
  const processing = processingOf(format, { inputFilter, outputFilter, joinSource });
  const template = bodyOf(records);
  const hyperParams = records.hyperParams;
  const params =
    hyperParams === undefined ? undefined : reading('hyper-parameters', () => new HyperParams(hyperParams, GENERATION));
  const headers = { ...more, 'content-type': contentType, ...(accept === undefined ? {} : { accept }) };
  const isLines = records.assembleWith === 'Line';
  return (preamble) => new TextForm({ headers, processing, template, hyperParams: params, id, preamble, isLines });
}

/** Each filter is tried by itself, so that the message can name its option. */
function processingOf(format: 'csv' | 'json', options: Pick<RecordOptions, 'inputFilter' | 'outputFilter' | 'joinSource'>) {
  const { inputFilter, outputFilter } = options;
  reading('--input-filter', () => new DataProcessing({ format, inputFilter }));
  reading('--output-filter', () => new DataProcessing({ format, outputFilter }));
  return new DataProcessing({ format, ...options });
}

function refuseJsonOnly({ template, bodyText, hyperParams, idField }: RecordOptions): void {
  const given = { '--template': template, '--body-text': bodyText, '--hyper-params': hyperParams, '--id-field': idField };
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (option !== undefined) throw new TransformRefused(`${option}: expected records of JSON; they are CSV`);
}

function refuseBesideText({ template, hyperParams }: RecordOptions, contentType: string): void {
  if (template !== undefined) throw new TransformRefused('--body-text: expected no --template beside it: each is the body');
  if (hyperParams !== undefined)
    throw new TransformRefused(
      '--body-text: expected no hyper-parameters (--hyper-params, HYPER_PARAMS): text has no place for them',
    );
  if (JSON_TYPE.test(contentType))
    throw new TransformRefused(
      `--body-text: expected a --content-type of text, such as application/x-text; found ${contentType}`,
    );
}

/** What makes the body of a record; undefined where the record is the body. */
function bodyOf({ template, bodyText }: RecordOptions): Pick<BodyTemplate, 'fill'> | undefined {
  if (bodyText !== undefined) return reading('--body-text', () => new BodyText(bodyText));
  return template === undefined ? undefined : reading('--template', () => templateOf(template));
}

function templateOf(text: string): BodyTemplate {
  return new BodyTemplate(JSON.parse(text) as Template);
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (thrown) {
    throw new TransformRefused(`${what}: ${thrown instanceof Error ? thrown.message : String(thrown)}`, { cause: thrown });
  }
}
