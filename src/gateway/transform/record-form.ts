import { DataProcessing } from '../../sources/jsonl/record/data-processing.ts';
import { GENERATION, HyperParams } from '../../sources/jsonl/record/hyper-params.ts';
import { TextForm } from '../../sources/jsonl/text-form.ts';
import { BodyTemplate, type Template } from '../../sources/pulled/body-template.ts';
import { type RecordOptions, TransformRefused } from './request.ts';

const CSV = /^text\/csv\s*(;|$)/i;

/** @throws {TransformRefused} for a filter, template or hyper-parameters that cannot be read, or do not go together */
export function formFactory(records: RecordOptions, contentType: string): (preamble?: Buffer) => TextForm {
  const format = CSV.test(contentType) ? 'csv' : 'json';
  if (format === 'csv') refuseJsonOnly(records);
  const { inputFilter, outputFilter, joinSource, accept, idField: id } = records;
  const processing = reading('a filter', () => new DataProcessing({ format, inputFilter, outputFilter, joinSource }));
  const template = records.template === undefined ? undefined : reading('--template', () => templateOf(records.template ?? ''));
  const hyperParams = records.hyperParams;
  const params =
    hyperParams === undefined ? undefined : reading('hyper-parameters', () => new HyperParams(hyperParams, GENERATION));
  const headers = { 'content-type': contentType, ...(accept === undefined ? {} : { accept }) };
  const isLines = records.assembleWith === 'Line';
  return (preamble) => new TextForm({ headers, processing, template, hyperParams: params, id, preamble, isLines });
}

function refuseJsonOnly({ template, hyperParams, idField }: RecordOptions): void {
  const given = { '--template': template, '--hyper-params': hyperParams, '--id-field': idField };
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (option !== undefined) throw new TransformRefused(`${option}: expected records of JSON; they are CSV`);
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
