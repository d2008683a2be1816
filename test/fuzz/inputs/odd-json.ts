import type { Dice } from './dice.ts';

/** Values, and what only looks like one, as bytes in Latin-1. */
const ODD: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '-1',
  '1e400',
  '-1e999',
  '1E+5',
  '1e-400',
  '123456789012345678901234567890',

  '9007199254740993',
  '2147483648',
  '18446744073709551616',
  '0.1e99999999999',
  'NaN',
  'Infinity',
  '-Infinity',
  '01',
  '.5',
  '1.',
  '+1',
  '0x10',

  '""',
  '" "',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\\ud83d\\ude00"',
  '"\\x"',
  '"\\u12"',
  '"\x00"',
  '"\n"',
  '"\xff\xfe"',
  '"\xc3\x28"',

  '"\xed\xa0\x80"',
  '"\xf0\x9f\x98\x80"',
  '"\xef\xbb\xbf"',
  '\xef\xbb\xbf1',
  '"unterminated',
  "'single'",
  'undefined',
  'nul',
  'True',
  'None',

  '[]',
  '{}',
  '[[]]',
  '[{}]',
  '[null]',
  '[null,1,"a",[],{}]',
  '[1,]',
  '[,1]',
  '{"a":1,}',
  '{"a"}',
  '{1:2}',
  '{"a":1 "b":2}',
  '[1 2]',
  '{,}',

  '{"__proto__":{"isAdmin":true}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '{"toString":1,"valueOf":2}',
  '{"":""}',
  '{"a":1,"a":2}',

  '{"then":1}',
  '{"length":-1}',
  '{"toJSON":1}',
  '/*c*/1',
  '//c\n1',
  '1//c',
  ']',
  '}',
  '[',
  '{',
  ',',
  ':',
  '',
  ' ',
  '\t\r\n',
  '\x0b',
  '\x00',
  '\xa0',
];

const BRACKETS = [
  ['[', ']'],
  ['{"a":', '}'],
  ['[', '}'],
  ['[', ''],
] as const;

/** Something that is not what stands there by rule. */
export function oddValue(dice: Dice): string {
  if (dice.chance(0.85)) return dice.pick(ODD);
  if (dice.chance(0.4)) return nested(dice, dice.pick(ODD));
  if (dice.chance(0.5)) return `"${'x'.repeat(dice.below(3000))}"`;
  return `[${Array.from({ length: dice.below(200) }, () => dice.pick(ODD)).join(',')}]`;
}

/** Brackets around it, rarely more than anybody would recurse into. */
export function nested(dice: Dice, value: string): string {
  const depth = dice.chance(0.002) ? dice.below(60_000) : dice.below(dice.chance(0.05) ? 1500 : 40);
  const [open, close] = dice.pick(BRACKETS);
  return open.repeat(depth) + value + close.repeat(depth);
}
