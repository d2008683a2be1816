import fc from 'fast-check';
import type { Message } from '../../../src/codecs/port.ts';
import { dump } from './echo-model.ts';
import { binary, json, prefixed, type Style } from './messages.ts';

const FIXED = {
  BOOL: 1,
  INT8: 1,
  UINT8: 1,
  INT16: 2,
  UINT16: 2,
  FP16: 2,
  BF16: 2,
  INT32: 4,
  UINT32: 4,
  FP32: 4,
  INT64: 8,
  UINT64: 8,
  FP64: 8,
};
const text = fc.string({ unit: fc.constantFrom('a', '"', '\\', '\n', 'é', '😀', ' ', ',', ']', '[', '{'), maxLength: 5 });

/** What an input of several requests has in common. */
interface InputKind {
  readonly name: string;
  readonly datatype: keyof typeof FIXED | 'BYTES';
  readonly row: readonly number[];
  readonly isRaw: boolean;
}

interface Drawn {
  readonly rows: number;
  readonly id: string | undefined;
  readonly seed: number;
  readonly texts: readonly string[];
  readonly isNested: boolean;
  readonly isReversed: boolean;
  readonly spaced: boolean;
}

const kinds: fc.Arbitrary<readonly InputKind[]> = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('x', 'y', 'é"', 'a'),
    datatype: fc.constantFrom(...(Object.keys(FIXED) as (keyof typeof FIXED)[]), 'BYTES' as const),
    row: fc.constantFrom([], [1], [3], [2, 2], [1, 3, 1]),
    isRaw: fc.boolean(),
  }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 3 },
);

const drawn: fc.Arbitrary<Drawn> = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  id: fc.option(text, { nil: undefined }),
  seed: fc.nat(),
  texts: fc.array(text, { minLength: 1, maxLength: 5 }),
  isNested: fc.boolean(),
  isReversed: fc.boolean(),
  spaced: fc.boolean(),
});

/** Requests that may share a call. */
export const company: fc.Arbitrary<readonly Message[]> = fc
  .tuple(kinds, fc.array(drawn, { minLength: 1, maxLength: 6 }), fc.constantFrom<Style>('sagemaker', 'triton'))
  .map(([inputs, requests, style]) => requests.map((request) => spelled(inputs, request, style)));

function spelled(kindsOfInputs: readonly InputKind[], request: Drawn, style: Style): Message {
  const ordered = request.isReversed ? kindsOfInputs.toReversed() : kindsOfInputs;
  const inputs = ordered.map((kind) => inputOf(kind, request));
  const id = request.id === undefined ? {} : { id: request.id };
  const listed = { inputs: inputs.map(({ header }) => header) };
  const header = dump(
    request.seed % 2 === 0 ? { ...id, ...listed, parameters: {} } : { parameters: {}, ...listed, ...id },
    request.spaced,
  );
  const raw = inputs.flatMap((input) => input.raw);
  return kindsOfInputs.some(({ isRaw }) => isRaw) ? binary(header, Buffer.concat(raw), style) : json(header);
}

function inputOf(
  { name, datatype, row, isRaw }: InputKind,
  { rows, seed, texts, isNested }: Drawn,
): { header: object; raw: Buffer[] } {
  const shape = [rows, ...row];
  const count = shape.reduce((product, size) => product * size, 1);
  const draw = (index: number): number => ((seed % 10_007) * 31 + index * 7919) % 100_003;
  const textAt = (index: number): string => texts[draw(index) % texts.length] ?? '';
  const head = { name, shape, datatype };
  if (!isRaw) {
    const elements = Array.from({ length: count }, (_, index) => (datatype === 'BYTES' ? textAt(index) : draw(index) / 8));
    return { header: { ...head, data: isNested ? nested(elements, shape) : elements }, raw: [] };
  }
  const raw =
    datatype === 'BYTES'
      ? prefixed(...Array.from({ length: count }, (_, index) => textAt(index)))
      : Buffer.from(Array.from({ length: count * FIXED[datatype] }, (_, index) => draw(index) % 256));
  return { header: { ...head, parameters: { binary_data_size: raw.length } }, raw: [raw] };
}

function nested(elements: readonly unknown[], [size = 1, ...inner]: readonly number[]): readonly unknown[] {
  if (inner.length === 0) return elements;
  const length = elements.length / size;
  return Array.from({ length: size }, (_, index) => nested(elements.slice(index * length, (index + 1) * length), inner));
}
