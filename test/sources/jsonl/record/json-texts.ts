import fc from 'fast-check';

/** Few, so that paths meet them, and a key is there twice now and then; some mean something to objects of JavaScript. */
export const KEYS = ['a', 'b', 'é', '__proto__', 'constructor', "it's"] as const;

const KEY_SPELLINGS = [...KEYS.map((key) => JSON.stringify(key)), '"\\u0061"', '"\\u005f_proto__"'];
const SCALARS = ['1.0', '1e-05', '-0', '9007199254740993', '12', '"x"', '"\\u00e9\\/"', '"a,b]}"', 'true', 'false', 'null'];
const SPACES = ['', '', '', ' ', '\n  ', '\t'];

const space = fc.constantFrom(...SPACES);
const spaced = (text: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.tuple(space, text, space).map(([before, value, after]) => before + value + after);

/** JSON texts as people and programs write them: spaces, escapes, keys that are there twice. */
export const { value: jsonText, object: objectText } = fc.letrec<{
  value: string;
  array: string;
  object: string;
}>((tie) => ({
  value: fc.oneof({ depthSize: 'small', withCrossShrink: true }, fc.constantFrom(...SCALARS), tie('array'), tie('object')),
  array: fc.array(spaced(tie('value')), { maxLength: 4 }).map((elements) => `[${elements.join(',')}]`),
  object: fc
    .array(fc.tuple(spaced(fc.constantFrom(...KEY_SPELLINGS)), spaced(tie('value'))), { maxLength: 5 })
    .map((members) => `{${members.map(([key, value]) => `${key}:${value}`).join(',')}}`),
}));
