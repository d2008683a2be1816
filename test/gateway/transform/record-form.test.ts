import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formFactory } from '../../../src/gateway/transform/record-form.ts';
import { type RecordOptions, TransformRefused } from '../../../src/gateway/transform/request.ts';

const RECORDS: RecordOptions = {
  splitType: 'Line',
  assembleWith: 'Line',
  contentType: undefined,
  accept: undefined,
  inputFilter: undefined,
  outputFilter: undefined,
  joinSource: 'None',
  template: undefined,
  bodyText: undefined,
  hyperParams: undefined,
  idField: undefined,
  header: 'none',
  onFailure: 'omit',
};

for (const header of ['skip', 'repeat'] as const) {
  test(`a file that is one record has no header: ${header} would leave out all of it`, () => {
    assert.throws(
      () => formFactory({ ...RECORDS, splitType: 'None', header }, 'text/csv'),
      (thrown) => thrown instanceof TransformRefused && thrown.message.startsWith('--header: expected records of lines'),
    );
    formFactory({ ...RECORDS, header }, 'text/csv');
  });
}
